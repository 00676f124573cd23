/**
 * What becomes of attempts to put callers through to persons. It is part of every call: whom callers can be
 * put through to is apart from it, as that knows the numbering plans of the world.
 */
import * as z from 'zod'
import { moneySchema } from './cost.ts'

/** How an attempt to put a caller through ended. Every one but `connected` and `handed_over` leaves them
 * with the agent. */
export const TRANSFER_OUTCOMES = [
  /** The caller talked to the person. */
  'connected',
  /** A machine picked up. */
  'voicemail',
  'busy',
  'no_answer',
  /** The person pressed another key, or none. */
  'declined',
  /** The caller hung up while it was tried. */
  'caller_left',
  /** The person hung up before the caller was there. */
  'person_left',
  /** The carrier refused to ring the person, or to move the caller. */
  'carrier_failed',
  /** We gave it up: the call ended, or another one was asked for. */
  'withdrawn',
  /** The network sent the caller on to the person, and does not tell whether they met. The call is over by that. */
  'handed_over',
] as const
export const transferOutcomeSchema = z.enum(TRANSFER_OUTCOMES)
export type TransferOutcome = z.infer<typeof transferOutcomeSchema>

/** How far an attempt is. */
export const TRANSFER_STEPS = [
  /** The carrier has taken the request to ring the person. */
  'called',
  /** The network was asked to send the caller to the person, or has said that it does. */
  'referred',
  'ringing',
  'answered',
  /** The person takes the call: they said so, or nothing spoke against it. */
  'accepted',
  /** They wait in the room where the caller is to come. */
  'joined',
  /** The carrier was asked to bring the caller. */
  'moving',
  'connected',
] as const

export const TRANSFER_ASKED_BY = ['agent', 'operator', 'control'] as const

/** An attempt to put the caller through, as the record of the call has it. Times are epoch ms. */
export const transferRecordSchema = z.object({
  /** From 1. */
  attempt: z.int().min(1),
  destination: z.string(),
  /** E.164, or a SIP address. */
  to: z.string(),
  mode: z.enum(['warm', 'cold']),
  askedBy: z.enum(TRANSFER_ASKED_BY),
  askedAt: z.number(),
  ringingAt: z.number().nullable(),
  answeredAt: z.number().nullable(),
  acceptedAt: z.number().nullable(),
  /** The caller was with the person from then on. */
  connectedAt: z.number().nullable(),
  /** It failed, or the person was let go. */
  endedAt: z.number().nullable(),
  /** `null` while it is under way. */
  outcome: transferOutcomeSchema.nullable(),
  /** The carrier's own figures of the person's leg; `null`: not told yet. */
  legSec: z.number().min(0).nullable(),
  price: moneySchema.nullable(),
})
export type TransferRecord = z.infer<typeof transferRecordSchema>

/** The detail of an event of a call's timeline by which an attempt begins, goes on or ends. */
export const transferDetailSchema = z.object({
  attempt: z.int().min(1),
  destination: z.string(),
  step: z.enum(['asked', ...TRANSFER_STEPS, 'ended']),
  /** With `ended`. */
  outcome: transferOutcomeSchema.exactOptional(),
  /** With `ended`: what went wrong, for operators. */
  reason: z.string().exactOptional(),
})
export type TransferDetail = z.infer<typeof transferDetailSchema>
