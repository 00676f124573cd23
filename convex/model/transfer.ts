/** Persons whom callers can be put through to, and what becomes of it. */
import * as z from 'zod'
import { moneySchema } from './cost.ts'
import { oneOf, wholeBetween } from './fields.ts'
import { e164Schema } from './phoneNumber.ts'
import { timeZoneSchema } from './timeZone.ts'

/** Pressed once the number has answered; `w` waits half a second. https://www.twilio.com/docs/voice/api/call-resource#senddigits */
const extensionSchema = z
  .string()
  .trim()
  .regex(/^[0-9*#w]{0,32}$/, 'Use digits, *, # and w (half a second’s pause), at most 32.')

/** https://www.rfc-editor.org/rfc/rfc3261#section-19.1 */
export const sipUriSchema = z
  .string()
  .trim()
  .max(255, 'At most 255 characters.')
  .regex(/^sips?:[^\s<>"@]+@[^\s<>"@]+$/i, 'Write a SIP address, like sip:desk@example.com.')

const targetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('phone'),
    phoneNumber: e164Schema,
    /** A person behind one is always asked to press 1: a machine answers first. '': there is none. */
    extension: extensionSchema.default(''),
  }),
  z.object({ kind: z.literal('sip'), uri: sipUriSchema }),
])
export type TransferTarget = z.infer<typeof targetSchema>

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time from 00:00 to 24:00.')

/** When somebody is there. A day that is not listed has no hours. */
const hoursSchema = z.object({
  timeZone: timeZoneSchema,
  days: z
    .array(
      z
        .object({
          /** ISO 8601: 1 is Monday, 7 is Sunday. */
          day: z.number().int().min(1).max(7),
          from: timeOfDay,
          to: timeOfDay,
        })
        .refine(({ from, to }) => from < to, {
          path: ['to'],
          error: 'This is not after the beginning.',
        }),
    )
    .max(28, 'At most four spans of time a day.'),
})
export type OpeningHours = z.infer<typeof hoursSchema>

export const destinationSchema = z.object({
  /** The model chooses it by this name, and by nothing else. */
  name: z.string().trim().min(1, 'Give it a name.').max(60, 'At most 60 characters.'),
  /** What callers and operators see of the person: “Front desk”. '': the name. */
  label: z.string().trim().max(60, 'At most 60 characters.').default(''),
  target: targetSchema,
  /** Tells the model when. */
  when: z.string().trim().max(500, 'At most 500 characters.').default(''),
  /** `null`: at any time. */
  hours: hoursSchema.nullable().default(null),
  /** `warm`: the person hears what it is about and presses 1 before the caller is moved. */
  mode: oneOf(['warm', 'cold'], 'Choose warm or cold.').default('warm'),
  /** How long it rings. */
  ringSec: wholeBetween(5, 120, 's').default(25),
  /** What the caller hears meanwhile: music in the pauses, or the agent who talks on. */
  hold: oneOf(['music', 'talk'], 'Choose music or talk.').default('music'),
  /** What becomes of the caller when the person hangs up. */
  afterwards: oneOf(['agent', 'hang_up'], 'Choose agent or hang_up.').default('hang_up'),
})
export type Destination = z.infer<typeof destinationSchema>

/** How an attempt to put a caller through ended. Every one but `connected` leaves them with the agent. */
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
] as const
export const transferOutcomeSchema = z.enum(TRANSFER_OUTCOMES)
export type TransferOutcome = z.infer<typeof transferOutcomeSchema>

/** How far an attempt is. */
export const TRANSFER_STEPS = [
  /** The carrier has taken the request to ring the person. */
  'called',
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
