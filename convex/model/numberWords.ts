/**
 * Phone numbers as words of a search. A number is stored as every tail of itself, and a search takes its
 * last word for a beginning: so any run of digits within a number finds it.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { isWrittenNumber, plainNumber } from './phoneNumber.ts'

/** Fewer digits than this are no number that one looks for. */
const SHORTEST_TAIL = 3
/** Long enough that zeros before it are dialled and not part of it. */
const SHORTEST_LOCAL = 4

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

/** Stands for the whole number; no word that is said has this form. */
export const numberWord = (number: string): string => `n${digitsOf(number)}`

/** Every tail of the number, and of how people of its country write it where that is not among them. */
export function numberTails(number: string): string[] {
  const digits = digitsOf(number)
  const national = digitsOf(parsePhoneNumberFromString(number)?.formatNational() ?? '')
  return [...tailsOf(digits), ...(digits.includes(national) ? [] : [national])]
}

const tailsOf = (digits: string): string[] =>
  Array.from({ length: Math.max(0, digits.length - SHORTEST_TAIL + 1) }, (_, at) =>
    digits.slice(at),
  )

/**
 * The digits that were meant by what was typed or pasted, as they are and without what is dialled before
 * a number from abroad (`00`, `011`) or within the country (`0`); empty when it is no number. Spaces,
 * brackets and marks of any script around and within a number mean nothing.
 */
export function typedNumbers(typed: string): string[] {
  const text = plainNumber(typed)
  if (!isWrittenNumber(text)) return []
  const digits = digitsOf(text)
  if (digits.length < SHORTEST_TAIL) return []
  // `(0)` is what people of the country dial and others leave out.
  const stripped = digitsOf(text.replace(/\(0+\)/, '')).replace(/^(011(?=\d{7}))?0*/, '')
  const isLocal = stripped.length >= SHORTEST_LOCAL
  // The last one may be a beginning; the others have to be whole words.
  return [...new Set([digits, ...(isLocal ? [stripped] : [])])]
}
