/** Persons whom callers can be put through to. */
import * as z from 'zod'
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
