import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import * as z from 'zod'

/**
 * A phone number in E.164: `+`, country code, national number (ITU-T E.164). What people put between the
 * digits is left out. "Possible" and not "valid" is asked for: numbering plans change faster than any
 * table of them.
 */
export const e164Schema = z
  .string()
  .overwrite(toE164)
  .refine((value) => isE164(value), {
    error: 'Write the number in E.164 form: + and country code, digits only, like +12025550100.',
  })

/** Digits, and what is written between them and means nothing. */
const WRITTEN = /^\+?[\d ()[\]./\p{Pd}\u2212]+$/u
/** What people of the country dial and others leave out. */
const TRUNK_PREFIX = /\(0+\)/

/**
 * A number as it was typed or pasted, in plain characters: ASCII digits, and spaces in place of spaces
 * and marks of any script. Without the scheme of a link.
 */
export function plainNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(/\p{Nd}/gu, asciiDigit)
    .replaceAll(/[\p{Cf}\p{Z}\s]/gu, ' ')
    .trim()
    .replace(/^(tel|callto|sms):(\/\/)?\s*/i, '')
}

/** Every script's digits stand in a row that begins with its zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

/** Whether nothing but a phone number is written here, national or not; `plainNumber` comes first. */
export const isWrittenNumber = (plain: string): boolean => WRITTEN.test(plain)

/** The number in E.164 where it begins with `+` and is one; else what was typed, trimmed. */
export function toE164(typed: string): string {
  const plain = plainNumber(typed)
  if (!plain.startsWith('+') || !isWrittenNumber(plain)) return typed.trim()
  // Whether a zero in brackets belongs to the number depends on the country.
  const number = TRUNK_PREFIX.test(plain) ? parsePhoneNumberFromString(plain)?.number : undefined
  return number ?? `+${plain.replaceAll(/\D/g, '')}`
}

/**
 * The E.164 number that somebody meant who wrote it as it is dialled: without a country code, in one of
 * these countries (ISO 3166-1, the likeliest first), or with one and no `+`. `null`: no such number, or it
 * is in E.164 already.
 */
export function meantNumber(typed: string, countries: readonly string[]): string | null {
  const plain = plainNumber(typed)
  if (isE164(toE164(typed)) || !isWrittenNumber(plain)) return null
  const digits = plain.replaceAll(/\D/g, '')
  const readings = [
    ...countries
      .filter((country) => isSupportedCountry(country))
      .map((country) => parsePhoneNumberFromString(plain, country)),
    parsePhoneNumberFromString(`+${digits.replace(/^(00|011)/, '')}`),
  ]
  return readings.find((reading) => reading?.isValid())?.number ?? null
}

export function isE164(value: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(value) && parsePhoneNumberFromString(value)?.isPossible() === true
}

/** A number by which its owner recognises it and nobody else: the beginning and two digits. */
export function maskedNumber(number: string): string {
  return isE164(number) ? `${number.slice(0, 3)}…${number.slice(-2)}` : 'no number'
}

/** How a number's calls reach the agent; absent where nobody set it: `stream`. */
export const NUMBER_WAYS = ['stream', 'sip_dial', 'sip_conference'] as const

/** What an operator may set of a phone number. */
export const numberSettingsSchema = z.object({
  phoneNumber: e164Schema,
  description: z.string().trim().max(200, 'At most 200 characters.'),
  way: z.enum(NUMBER_WAYS).exactOptional(),
})
