import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { vAgentSettings } from './validators/agent.ts'
import { vCall, vCallEvent, vCallStatus, vTurn } from './validators/call.ts'

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
  voiceCalls: defineTable(vCall.extend({ revision: v.number() }))
    .index('by_callSid', ['callSid'])
    .index('by_startedAt', ['startedAt'])
    .index('by_agent', ['agentId', 'startedAt'])
    .index('by_status', ['status', 'startedAt'])
    .index('by_agent_status', ['agentId', 'status', 'startedAt']),

  /** What was said. Written by the Worker with its call; read by operators. */
  callTurns: defineTable(vTurn)
    .index('by_itemId', ['callSid', 'itemId'])
    .index('by_start', ['callSid', 'startedAtMs']),

  /** What else happened. Written by the Worker with its call; read by operators. */
  callEvents: defineTable(vCallEvent).index('by_seq', ['callSid', 'seq']),

  /**
   * Where a call is found: one row for each number and word of it. An index of our own, because a
   * search index answers by relevance and operators want the newest call first.
   * Written by `voiceCalls.record`; read by `voiceCalls.list`.
   */
  callTerms: defineTable({
    term: v.string(),
    callSid: v.string(),
    startedAt: v.number(),
    agentId: v.union(v.string(), v.null()),
    status: vCallStatus,
  })
    .index('by_term', ['term', 'startedAt'])
    .index('by_call', ['callSid', 'term']),

  /**
   * The figures of a quarter of an hour, so that an overview of three months reads a few thousand
   * small rows and not every call. Written by `voiceCalls.record`; read by `overview.summary`.
   */
  callStats: defineTable({
    /** Epoch ms, a multiple of 15 minutes: every time zone's day begins on one. */
    slotStart: v.number(),
    calls: v.number(),
    completed: v.number(),
    failed: v.number(),
    talkSec: v.number(),
    modelCost: v.number(),
    transcriptionCost: v.number(),
    carrierCost: v.number(),
    /** End reason to number of calls; only reasons that fail a call. */
    failures: v.record(v.string(), v.number()),
    /** Histograms: bin (see `model/histogram.ts`) to count. */
    answerMs: v.record(v.string(), v.number()),
    firstWordMs: v.record(v.string(), v.number()),
  }).index('by_slotStart', ['slotStart']),
})
