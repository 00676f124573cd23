import { WITHHELD } from '../../convex/model/withheld.ts'

/**
 * Country codes by their length, as ITU-T E.164 assigns them (list of its Annex, by zone): 1 and 7
 * stand alone, these have two digits, all others three.
 */
const TWO_DIGITS = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** Digits at the end that stay together. */
const LAST_GROUP = 4

/**
 * A number in E.164 with spaces to read it by, e.g. `+1 202 555 0100`: code, groups of three, the last
 * of four. How a country itself groups its numbers takes a table of many KB, which is loaded only where
 * a number is typed. What is no number comes back as it is.
 */
export function displayPhoneNumber(value: string): string {
  if (value === WITHHELD) return 'Number withheld'
  if (!/^\+[1-9]\d{6,14}$/.test(value)) return value
  const digits = value.slice(1)
  const code = digits.slice(0, codeLength(digits))
  const national = digits.slice(code.length)
  const beginning = national.slice(0, -LAST_GROUP).match(/\d{1,3}/g) ?? []
  return ['+' + code, ...beginning, national.slice(-LAST_GROUP)].join(' ')
}

function codeLength(digits: string): number {
  if (/^[17]/.test(digits)) return 1
  return TWO_DIGITS.test(digits) ? 2 : 3
}
