import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { vAgentSettings } from './validators/agent.ts'
import { vCall, vCallEvent, vCallStatus, vStoredTurn } from './validators/call.ts'
import { vCallFigures, vDayFigures } from './validators/callFigures.ts'

export default defineSchema({
  /** Who answers. Written by operators (once by the Worker, when there is none); read by operators and the Worker. */
  agents: defineTable(
    vAgentSettings.extend({ version: v.number(), updatedAt: v.number(), updatedBy: v.string() }),
  ),

  /**
   * Every version of every agent, the current one included; kept when the agent goes, because calls
   * name the version they ran with. Written by the same functions as `agents`; read by operators.
   */
  agentVersions: defineTable({
    agentId: v.id('agents'),
    version: v.number(),
    settings: vAgentSettings,
    savedAt: v.number(),
    savedBy: v.string(),
  }).index('by_agent', ['agentId', 'version']),

  /** Which agent answers a number. Written by operators; read by operators, and by the Worker when the phone rings. */
  twilioNumbers: defineTable({
    /** E.164, unique. */
    phoneNumber: v.string(),
    agentId: v.id('agents'),
    description: v.string(),
  })
    .index('by_phoneNumber', ['phoneNumber'])
    .index('by_agent', ['agentId']),

  /** One row a call. Written by the Worker, during and after the call; read by operators. */
  voiceCalls: defineTable(
    vCall.extend({
      revision: v.number(),
      /** The revision of a record of which parts have come, and others have not. */
      incoming: v.optional(v.number()),
    }),
  )
    .index('by_callSid', ['callSid'])
    .index('by_startedAt', ['startedAt'])
    .index('by_agent', ['agentId', 'startedAt'])
    .index('by_status', ['status', 'startedAt'])
    .index('by_agent_status', ['agentId', 'status', 'startedAt']),

  /** What was said. Written by the Worker with its call; read by operators. */
  callTurns: defineTable(vStoredTurn).index('by_itemId', ['callSid', 'itemId']),

  /** What else happened. Written by the Worker with its call; read by operators. */
  callEvents: defineTable(vCallEvent).index('by_seq', ['callSid', 'seq']),

  /**
   * Where a call is found: its numbers and words, in one row. A search index answers by relevance and
   * operators want the newest call first, so where much is found it is searched by month, day or hour.
   * Written by `voiceCalls.record`; read by `voiceCalls.list`.
   */
  callText: defineTable({
    callSid: v.string(),
    startedAt: v.number(),
    agentId: v.union(v.string(), v.null()),
    status: vCallStatus,
    /** Of `startedAt`, in UTC: `2026-11`, `2026-11-28`, `2026-11-28T09`. */
    month: v.string(),
    day: v.string(),
    hour: v.string(),
    words: v.string(),
  })
    .index('by_call', ['callSid'])
    .index('by_startedAt', ['startedAt'])
    .searchIndex('by_words', {
      searchField: 'words',
      filterFields: ['agentId', 'status', 'month', 'day', 'hour'],
    }),

  /**
   * The figures of a quarter of an hour. Written by `voiceCalls.record`, to one of several rows, so that
   * calls that end together need not wait for each other; later they are merged into one. Rows of a
   * quarter add up. Read by `overview.summary` where a period does not hold the whole day.
   */
  callStats: defineTable(
    vCallFigures.extend({
      /** Epoch ms, a multiple of 15 minutes: every time zone's day begins on one. */
      slotStart: v.number(),
      isMerged: v.boolean(),
      /** Which of the rows of a quarter that are not merged. */
      share: v.number(),
    }),
  ).index('by_slot', ['isMerged', 'slotStart', 'share']),

  /**
   * What the merged rows of a day in UTC add up to, so that an overview of three months reads a few
   * rows. Written where they are merged; read by `overview.summary`.
   */
  callDays: defineTable({
    /** Epoch ms. */
    dayStart: v.number(),
    figures: vCallFigures,
    /** Number of the quarter of an hour, from 0, to what a day in another time zone is made of. */
    quarters: v.record(v.string(), vDayFigures),
  }).index('by_dayStart', ['dayStart']),
})
