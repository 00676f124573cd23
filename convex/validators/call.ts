/** The shapes of `model/call.ts` as Convex validators. A test holds them to the zod schemas. */
import { v } from 'convex/values'
import {
  CALL_STATUSES,
  callEventSchema,
  carrierSchema,
  COMPLETED_REASONS,
  engineSchema,
  FAILED_REASONS,
} from '../model/call.ts'
import { vNumberOrNull, vOneOf, vStringOrNull } from './oneOf.ts'

export const vCallStatus = vOneOf(...CALL_STATUSES)
export const vEndReason = vOneOf(...COMPLETED_REASONS, ...FAILED_REASONS)
export const vFailedReason = vOneOf(...FAILED_REASONS)

const vUsage = v.object({
  textIn: v.number(),
  textCached: v.number(),
  textOut: v.number(),
  audioIn: v.number(),
  audioCached: v.number(),
  audioOut: v.number(),
  transcribedSec: v.number(),
})

export const vCost = v.object({
  model: v.number(),
  transcription: v.number(),
  carrier: vNumberOrNull,
})

export const vCall = v.object({
  callSid: v.string(),
  agentId: vStringOrNull,
  agentName: v.string(),
  agentVersion: v.number(),
  from: v.string(),
  to: v.string(),
  direction: vOneOf('inbound', 'outbound'),
  carrier: vOneOf(...carrierSchema.options),
  engine: vOneOf(...engineSchema.options),
  model: v.string(),
  voice: v.string(),
  status: vCallStatus,
  startedAt: v.number(),
  answeredAt: vNumberOrNull,
  endedAt: vNumberOrNull,
  durationSec: vNumberOrNull,
  endReason: v.union(vEndReason, v.null()),
  failure: vStringOrNull,
  firstWordMs: vNumberOrNull,
  answerMs: v.array(v.number()),
  usage: vUsage,
  cost: vCost,
  carrierStatus: vStringOrNull,
  carrierDurationSec: vNumberOrNull,
  carrierPriceUnit: vStringOrNull,
})

const vTurnTiming = v.object({
  speechEndedAt: vNumberOrNull,
  endpointedAt: vNumberOrNull,
  respondedAt: vNumberOrNull,
  firstAudioAt: vNumberOrNull,
  firstHeardAt: vNumberOrNull,
})

export const vTurn = v.object({
  callSid: v.string(),
  itemId: v.string(),
  role: vOneOf('caller', 'agent'),
  text: v.string(),
  heardText: v.string(),
  startedAtMs: v.number(),
  endedAtMs: vNumberOrNull,
  generatedMs: v.number(),
  heardMs: v.number(),
  interrupted: v.boolean(),
  timing: v.union(vTurnTiming, v.null()),
})

/** A turn without what most turns would say twice: `heardText` is there where it differs from `text`. */
export const vStoredTurn = vTurn.omit('heardText').extend({ heardText: v.optional(v.string()) })

export const vCallEvent = v.object({
  callSid: v.string(),
  seq: v.number(),
  atMs: v.number(),
  kind: vOneOf(...callEventSchema.shape.kind.options),
  summary: v.string(),
  detail: vStringOrNull,
})
