import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { admitEarlier } from './lib/admitEarlier.ts'
import { vCallEvent, vCallStatus, vTurn } from './validators/call.ts'
import {
  vAgentRow,
  vAgentVersionRow,
  vCallRow,
  vCallStatsRow,
  vMigrationRow,
} from './validators/rows.ts'

const tables = {
  /** Who answers. Written by operators (once by the Worker, when there is none); read by operators and the Worker. */
  agents: defineTable(vAgentRow),

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
  })
    .index('by_phoneNumber', ['phoneNumber'])
    .index('by_agent', ['agentId']),

  /** One row a call. Written by the Worker, during and after the call; read by operators. */
  voiceCalls: defineTable(vCallRow)
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
  callStats: defineTable(vCallStatsRow).index('by_slotStart', ['slotStart']),

  /**
   * Which migrations these rows have been through: what is exported takes it along. Written by
   * `migrations.ts` alone; read by the Worker, which shows what did not fit.
   */
  migrations: defineTable(vMigrationRow).index('by_number', ['number']),
}

export default defineSchema(admitEarlier(tables))
