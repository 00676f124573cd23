import { WITHHELD } from '../../../convex/model/withheld.ts'

/**
 * What stands in `From` when the caller withheld their number: words, and the same words spelt on a
 * keypad, which look like numbers and are nobody's.
 * https://help.twilio.com/articles/223179988
 */
const NOBODY = new Set([
  '',
  'anonymous',
  'restricted',
  'blocked',
  'private',
  'unknown',
  'unavailable',
  '+266696687',
  '+7378742833',
  '+2562533',
  '+8566696',
  '+86282452253',
  '+464',
])

/** The caller as the record shows them: a number or an address, or `withheld`. */
export function callerOf(from: string): string {
  const caller = from.trim()
  return NOBODY.has(caller.toLowerCase()) ? WITHHELD : caller
}
