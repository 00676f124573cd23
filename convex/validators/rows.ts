/** What is stored of each row beside Convex's own two fields. */
import { v } from 'convex/values'
import { zodOutputToConvex } from 'convex-helpers/server/zod4'
import { afterCallRecordSchema } from '../model/outcome.ts'
import { vAgentSettings } from './agent.ts'
import { vCall, vTurn } from './call.ts'
import { vChat, vChatMessage } from './chat.ts'
import { vNumberOrNull, vOneOf, vStringOrNull } from './oneOf.ts'

export const vAgentRow = vAgentSettings.extend({
  schemaVersion: v.number(),
  version: v.number(),
  updatedAt: v.number(),
  updatedBy: v.string(),
})

export const vAgentVersionRow = v.object({
  schemaVersion: v.number(),
  agentId: v.id('agents'),
  version: v.number(),
  settings: vAgentSettings,
  savedAt: v.number(),
  savedBy: v.string(),
})

export const vCallRow = vCall.extend({
  revision: v.number(),
  /** The revision of a record of which parts have come, and others have not. */
  incoming: v.optional(v.number()),
  /** Its turns and events were deleted: none are taken any more. */
  hasNoTranscript: v.optional(v.boolean()),
})

/** Without what most turns would say twice: `heardText` is there where it differs from `text`. */
export const vCallTurnRow = vTurn.omit('heardText').extend({ heardText: v.optional(v.string()) })

export const vChatRow = vChat.extend({
  revision: v.number(),
  /** Its messages were deleted: none are taken any more. */
  hasNoTranscript: v.optional(v.boolean()),
})

/** `revision`: of the record that told it last. */
export const vChatMessageRow = vChatMessage.extend({ revision: v.number() })

const vAmounts = v.record(v.string(), v.number())

/** As `CallFigures`. */
const vCallFigures = v.object({
  calls: v.number(),
  completed: v.number(),
  failed: v.number(),
  talkSec: v.number(),
  /** Part of the usage to USD. */
  partCosts: vAmounts,
  /** Currency to what the carrier charged in it. */
  carrierCosts: vAmounts,
  /** End reason to number of calls; only reasons that fail a call. */
  failures: vAmounts,
  /** Histograms: bin (see `model/histogram.ts`) to count. */
  answerMs: vAmounts,
  firstWordMs: vAmounts,
})

export const vCallStatsRow = vCallFigures.extend({
  schemaVersion: v.number(),
  /** Epoch ms, a multiple of 15 minutes: every time zone's day begins on one. */
  slotStart: v.number(),
  isMerged: v.boolean(),
  /** Which of the rows of a quarter that are not merged. */
  share: v.number(),
})

export const vCallDayRow = v.object({
  schemaVersion: v.number(),
  /** Epoch ms. */
  dayStart: v.number(),
  figures: vCallFigures,
  /** Number of the quarter of an hour, from 0, to what a day in another time zone is made of. */
  quarters: v.record(
    v.string(),
    v.object({ calls: v.number(), failed: v.number(), talkSec: v.number(), cost: vAmounts }),
  ),
})

/** As `Retention`; `agentId: null` is the installation's. */
export const vRetentionRow = v.object({
  agentId: vStringOrNull,
  callDays: vNumberOrNull,
  transcriptDays: vNumberOrNull,
})

/** As `AfterCallRecord`. */
export const vAfterCallRow = zodOutputToConvex(afterCallRecordSchema)

/** As `SealedSecret`, and when it was sealed, epoch ms. */
export const vSecretRow = v.object({
  reference: v.string(),
  owner: v.string(),
  field: v.string(),
  sealed: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
})

const AUDIT_ACTIONS = [
  'call_deleted',
  'caller_deleted',
  'chat_deleted',
  'retention_set',
  'secret_set',
  'secret_deleted',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Holds nothing of a caller but a part of their number. */
export const vAuditRow = v.object({
  /** Epoch ms. */
  at: v.number(),
  /** The operator's name. */
  by: v.string(),
  action: vOneOf(...AUDIT_ACTIONS),
  /**
   * A caller's number, most of it left out (see `maskedNumber`), or an agent's name; of a secret with the
   * field that it is for.
   */
  subject: v.string(),
  /** How many calls or conversations were deleted. */
  calls: v.number(),
})

export const vMigrationRow = v.object({
  number: v.number(),
  name: v.string(),
  /** Where the next page begins; `null`: at the first row. */
  cursor: v.union(v.string(), v.null()),
  isDone: v.boolean(),
  /** Rows that did not become what this release reads: they are kept as they were. */
  misfits: v.number(),
  /** The first of them. */
  examples: v.array(v.object({ id: v.string(), field: v.string() })),
})
