/** What may be asked of a call from outside. */
import * as z from 'zod'
import { e164Schema } from '../../convex/model/phoneNumber.ts'

/** As the last part of an address names them. */
export type OrderName = 'transfer' | 'hangup' | 'say'

/** A destination of the agent's by its name, or any number. Neither: the only destination there is. */
export const transferSchema = z
  .strictObject({
    destination: z.string().trim().min(1, 'Give its name.').max(60).optional(),
    phoneNumber: e164Schema.optional(),
    /** An operator means the number though it costs far more than others. */
    confirmed: z.boolean().optional(),
  })
  .refine(({ destination, phoneNumber }) => !(destination && phoneNumber), {
    error: 'Give a destination or a phone number, and not both.',
  })
export type Transfer = z.infer<typeof transferSchema>

export const saySchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, 'There is nothing to say.')
    .max(1_000, 'At most 1,000 characters.'),
})
