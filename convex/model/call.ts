import * as z from 'zod'
import { costSchema } from './cost.ts'
import { transferRecordSchema } from './transfer.ts'
import { usageSchema } from './usage.ts'

export const CALL_STATUSES = ['in_progress', 'completed', 'failed'] as const
export const callStatusSchema = z.enum(CALL_STATUSES)
export type CallStatus = z.infer<typeof callStatusSchema>

/** Why a call ended. The first group completes a call, the second fails it. */
const COMPLETED_REASONS = [
  'caller_hung_up',
  'agent_ended',
  'operator_ended',
  'silence',
  'max_duration',
  /** The caller was put through to a person, and that conversation is over, or not ours to follow. */
  'transferred',
] as const
export const FAILED_REASONS = [
  /** The model could not be reached, went away, or refused the session. */
  'model_failed',
  /** The caller's media stream never opened, or broke and did not come back. */
  'carrier_failed',
  /** A setting is missing, so no model could be asked. */
  'not_configured',
  /** The call's object was restarted and could not go on. */
  'interrupted',
  /** The caller was turned away: as many calls ran as may. */
  'lines_busy',
  /** The caller was turned away: no agent answers the number. */
  'number_not_set',
] as const
export const endReasonSchema = z.enum([...COMPLETED_REASONS, ...FAILED_REASONS])
export type EndReason = z.infer<typeof endReasonSchema>

export function statusOf(reason: EndReason): CallStatus {
  const completed: readonly EndReason[] = COMPLETED_REASONS
  return completed.includes(reason) ? 'completed' : 'failed'
}

/** One row of `voiceCalls`, as the call itself knows it. Times are epoch ms. */
export const callSchema = z.object({
  schemaVersion: z.number().int(),
  /** Twilio's CallSid (`CA…`), or `test_…` for a browser phone. */
  callSid: z.string().min(1).max(64),
  agentId: z.string().nullable(),
  agentName: z.string(),
  /** The version of the agent this call runs with, from start to end; 0 where nobody answered. */
  agentVersion: z.number().int().min(0),
  from: z.string(),
  to: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  /** Who brought the caller: `twilio`, `browser`. Later releases may know others. */
  carrier: z.string(),
  /** Who talked to them: `realtime`, `echo`. */
  engine: z.string(),
  /** By the engine's own names; '' where it has none. */
  model: z.string(),
  voice: z.string(),
  status: callStatusSchema,
  /** When the webhook came. */
  startedAt: z.number(),
  /** When the media stream opened; `null` while it has not. */
  answeredAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Answered to ended, by our clock. */
  durationSec: z.number().min(0).nullable(),
  endReason: endReasonSchema.nullable(),
  /** One sentence for the operator: what went wrong. Never holds a secret. */
  failure: z.string().nullable(),
  /** Pick-up to the first agent audio on its way to the caller. */
  firstWordMs: z.number().min(0).nullable(),
  /** Caller stopped speaking to first agent audio on its way, one a turn, in order. */
  answerMs: z.array(z.number().min(0)),
  usage: usageSchema,
  cost: costSchema,
  /** Twilio's own figures; `null` until Twilio tells. */
  carrierStatus: z.string().nullable(),
  carrierDurationSec: z.number().min(0).nullable(),
  /** The call whose conversation this one goes on with: its line broke, and the caller called again. */
  continues: z.string().exactOptional(),
  /** The call that went on with this one's conversation. */
  continuedBy: z.string().exactOptional(),
  /** How often the agent said that it does something, and did not do it; absent: never. */
  unkeptPromises: z.int().min(1).exactOptional(),
  /**
   * How many words an agent was to say whose mouth may stray from its text, and how many of them came out
   * otherwise; absent: no such mouth spoke.
   */
  spokenWords: z.object({ words: z.int().min(0), differing: z.int().min(0) }).exactOptional(),
  /** The attempts to put the caller through to a person, in order; absent: there was none. */
  transfers: z.array(transferRecordSchema).exactOptional(),
})
export type Call = z.infer<typeof callSchema>

/** When what happened in one exchange, epoch ms; what did not happen is `null`. */
const turnTimingSchema = z.object({
  /** The caller's last sound, by the model's voice detection. */
  speechEndedAt: z.number().nullable(),
  /** The model said that the caller had stopped. */
  endpointedAt: z.number().nullable(),
  /** The model began to answer. */
  respondedAt: z.number().nullable(),
  /** The first words of the answer were written, where thinking and speaking are apart. */
  thoughtAt: z.number().exactOptional(),
  /** The first audio of the answer left for the carrier. */
  firstAudioAt: z.number().nullable(),
  /** The carrier proved that the first piece was played. */
  firstHeardAt: z.number().nullable(),
})
export type TurnTiming = z.infer<typeof turnTimingSchema>

/** One party's utterance. */
export const turnSchema = z.object({
  callSid: z.string(),
  /** The model's id of the conversation item: unique within the call. */
  itemId: z.string(),
  role: z.enum(['caller', 'agent']),
  /** Everything that was said or generated. */
  text: z.string(),
  /** What the caller's ear has received; for the caller's own turns the same as `text`. */
  heardText: z.string(),
  /** After the call's `startedAt`. For the agent: when the caller began to hear it. */
  startedAtMs: z.number().min(0),
  endedAtMs: z.number().min(0).nullable(),
  /** Audio of an agent's turn: made by the model, and proved heard. */
  generatedMs: z.number().min(0),
  heardMs: z.number().min(0),
  /** The caller spoke over this turn and cut it. */
  interrupted: z.boolean(),
  timing: turnTimingSchema.nullable(),
})
export type Turn = z.infer<typeof turnSchema>

/** Everything of a call that is not speech. `seq` orders and identifies them within the call. */
export const callEventSchema = z.object({
  callSid: z.string(),
  seq: z.number().int().min(0),
  /** After the call's `startedAt`. */
  atMs: z.number(),
  kind: z.enum([
    'status',
    'barge_in',
    'dtmf',
    'tool_call',
    'tool_result',
    'engine_error',
    'carrier_error',
    'note',
  ]),
  /** One line for people. */
  summary: z.string(),
  /** JSON, for those who look closer; `null` when the summary says it all. */
  detail: z.string().nullable(),
})
export type CallRecordEvent = z.infer<typeof callEventSchema>

/**
 * The detail of an event by which a call broke and went on. `mendedAfterMs`: it tells that it is over.
 * Of a lost process it counts from when the next one heard of the call.
 */
export const callBreakSchema = z.object({
  break: z.enum(['process', 'line', 'model']),
  mendedAfterMs: z.number().min(0).optional(),
})
export type CallBreak = z.infer<typeof callBreakSchema>

/** The detail of an event by which the agent called a tool. */
export const toolCallDetailSchema = z.object({
  toolCallId: z.string(),
  /** Text where the model wrote no JSON. */
  args: z.unknown(),
  /** `promise`: the agent had said that it would, and was made to. */
  askedBy: z.enum(['agent', 'promise']),
})
export type ToolCallDetail = z.infer<typeof toolCallDetailSchema>

/** The detail of a tool's result. */
export const toolResultDetailSchema = z.object({
  toolCallId: z.string(),
  name: z.string(),
  tookMs: z.number().min(0),
})
export type ToolResultDetail = z.infer<typeof toolResultDetailSchema>

/** `null`: it is none, or one of an earlier release, which was the arguments alone. */
export function toolCallDetailOf(detail: string | null): ToolCallDetail | null {
  return parsedAs(toolCallDetailSchema, detail)
}

export function toolResultDetailOf(detail: string | null): ToolResultDetail | null {
  return parsedAs(toolResultDetailSchema, detail)
}

function parsedAs<T>(schema: z.ZodType<T>, detail: string | null): T | null {
  if (detail === null) return null
  try {
    return schema.safeParse(JSON.parse(detail)).data ?? null
  } catch {
    return null
  }
}
