import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { admitEarlier } from './lib/admitEarlier.ts'
import { NUMBER_WAYS } from './model/phoneNumber.ts'
import { vCallEvent, vCallStatus } from './validators/call.ts'
import { vOneOf } from './validators/oneOf.ts'
import {
  vAfterCallRow,
  vAgentRow,
  vAgentVersionRow,
  vAuditRow,
  vCallDayRow,
  vCallRow,
  vCallStatsRow,
  vCallTurnRow,
  vMigrationRow,
  vRetentionRow,
  vSecretRow,
} from './validators/rows.ts'

const tables = {
  /** Who answers. Written by operators (once by the Worker, when there is none); read by operators and the Worker. */
  agents: defineTable(vAgentRow)
    .index('by_fallbackNumber', ['voice.fallbackNumber'])
    .index('by_answersUnknown', ['sip.answersUnknown']),

  /**
   * Every version of every agent, the current one included; kept when the agent goes, because calls
   * name the version they ran with. Written by the same functions as `agents`; read by operators.
   */
  agentVersions: defineTable(vAgentVersionRow).index('by_agent', ['agentId', 'version']),

  /** Which agent answers a number. Written by operators; read by operators, and by the Worker when the phone rings. */
  twilioNumbers: defineTable({
    /** E.164, unique. */
    phoneNumber: v.string(),
    agentId: v.id('agents'),
    description: v.string(),
    way: v.optional(vOneOf(...NUMBER_WAYS)),
  })
    .index('by_phoneNumber', ['phoneNumber'])
    .index('by_agent', ['agentId']),

  /** One row a call. Written by the Worker, during and after the call; read by operators. */
  voiceCalls: defineTable(vCallRow)
    .index('by_callSid', ['callSid'])
    .index('by_startedAt', ['startedAt'])
    .index('by_agent', ['agentId', 'startedAt'])
    .index('by_status', ['status', 'startedAt'])
    .index('by_agent_status', ['agentId', 'status', 'startedAt'])
    .index('by_from', ['direction', 'from'])
    .index('by_to', ['direction', 'to']),

  /** What was said. Written by the Worker with its call; read by operators. */
  callTurns: defineTable(vCallTurnRow).index('by_itemId', ['callSid', 'itemId']),

  /** What else happened. Written by the Worker with its call; read by operators. */
  callEvents: defineTable(vCallEvent).index('by_seq', ['callSid', 'seq']),

  /**
   * What was found out of a call once it was over, and who was told: one row for a call of which there is any.
   * Written by the Worker, after the call's own row; read by operators.
   */
  afterCalls: defineTable(vAfterCallRow).index('by_callSid', ['callSid']),

  /**
   * Where a call is found: its numbers and words, in one row. A search index answers by relevance and
   * operators want the newest call first, so where much is found it is searched by month, day or hour.
   * Written by `voiceCalls.record` and, for what was found out of it, `afterCalls.record`; read by
   * `voiceCalls.list`.
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
  callStats: defineTable(vCallStatsRow).index('by_slot', ['isMerged', 'slotStart', 'share']),

  /**
   * What the merged rows of a day in UTC add up to, so that an overview of three months reads a few
   * rows. Written where they are merged; read by `overview.summary`.
   */
  callDays: defineTable(vCallDayRow).index('by_dayStart', ['dayStart']),

  /**
   * How long calls are kept: of an agent, or of all that have no row. Written and read by operators;
   * read where old calls are deleted.
   */
  retention: defineTable(vRetentionRow).index('by_agent', ['agentId']),

  /**
   * Calls of which all was deleted, or what was said: nothing that comes late of it is stored again.
   * Written with each deletion; `hasRows` until turns and events are gone as well.
   */
  deletedCalls: defineTable({
    callSid: v.string(),
    deletedAt: v.number(),
    hasRows: v.boolean(),
  })
    .index('by_callSid', ['callSid'])
    .index('by_hasRows', ['hasRows']),

  /**
   * What operators have entrusted, sealed by the Worker, which alone can open it. Written by operators, and
   * never changed: a new value is a new row, as versions of agents name the old one. Deleted with its agent.
   * Read by the Worker; operators see which there are. Exports of the embedded host leave it out.
   */
  secrets: defineTable(vSecretRow)
    .index('by_reference', ['reference'])
    .index('by_owner', ['owner']),

  /** Who deleted what, and when. Written with each deletion, and never changed; read by operators. */
  audit: defineTable(vAuditRow),

  /**
   * Which migrations these rows have been through: what is exported takes it along. Written by
   * `migrations.ts` alone; read by the Worker, which shows what did not fit.
   */
  migrations: defineTable(vMigrationRow).index('by_number', ['number']),
}

export default defineSchema(admitEarlier(tables))
