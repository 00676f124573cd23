import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import * as z from 'zod'

/**
 * A phone number in E.164: `+`, country code, national number, no spaces (ITU-T E.164).
 * "Possible" and not "valid" is asked for: numbering plans change faster than any table of them.
 */
export const e164Schema = z
  .string()
  .trim()
  .refine((value) => isE164(value), {
    error: 'Write the number in E.164 form: + and country code, digits only, like +12025550100.',
  })

export function isE164(value: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(value) && parsePhoneNumberFromString(value)?.isPossible() === true
}

/** Stands for a caller who withheld their number: nobody in particular. */
export const WITHHELD = 'withheld'

/** A number by which its owner recognises it and nobody else: the beginning and two digits. */
export function maskedNumber(number: string): string {
  return isE164(number) ? `${number.slice(0, 3)}…${number.slice(-2)}` : 'no number'
}

/** What an operator may set of a phone number. */
export const numberSettingsSchema = z.object({
  phoneNumber: e164Schema,
  description: z.string().trim().max(200, 'At most 200 characters.'),
})
export type NumberSettings = z.infer<typeof numberSettingsSchema>
