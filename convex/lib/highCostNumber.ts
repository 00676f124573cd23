import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { AgentSettings } from '../model/agent.ts'
import { dialledNumbers } from './dialledNumbers.ts'
import { functionError } from './errors.ts'

/** Codes of no country, by what answers there (ITU-T E.164, list of assigned codes). */
const BY_CALLING_CODE: Record<string, string> = {
  '870': 'a satellite number',
  '881': 'a satellite number',
  '882': 'a number of an international network, such as a ship’s or a satellite’s',
  '883': 'a number of an international network, such as a ship’s or a satellite’s',
  '979': 'an international premium-rate number',
}

/** Kinds whose owner or plan charges the caller for more than the call. */
const BY_TYPE: Partial<Record<NonNullable<NumberType>, string>> = {
  PREMIUM_RATE: 'a premium-rate number',
  SHARED_COST: 'a shared-cost number',
}

/** What makes calls to this number cost more than others, as words that follow “is”; `null`: nothing does. */
export function highCostKind(phoneNumber: string): string | null {
  const number = parsePhoneNumberFromString(phoneNumber)
  if (!number) return null
  const byCode = BY_CALLING_CODE[number.countryCallingCode]
  if (byCode) return byCode
  const type = number.getType()
  return (type && BY_TYPE[type]) ?? null
}

/**
 * Throws `unconfirmed` for numbers that would cost far more than others, unless the agent could ring them
 * before: every call that fails, or asks for a person, would be put through to them.
 */
export function requireConfirmed(
  settings: AgentSettings,
  stored: AgentSettings | null,
  confirmed = false,
): void {
  if (confirmed) return
  const known = new Set(stored && dialledNumbers(stored).map(({ phoneNumber }) => phoneNumber))
  const costly = dialledNumbers(settings).flatMap(({ phoneNumber, field }) => {
    const kind = known.has(phoneNumber) ? null : highCostKind(phoneNumber)
    return kind ? [{ field, words: `${phoneNumber} is ${kind}` }] : []
  })
  const [first] = costly
  if (!first) return
  const named = [...new Set(costly.map(({ words }) => words))].join(', and ')
  throw functionError(
    'unconfirmed',
    `${named}: a minute can cost several dollars. Confirm it, or enter another number.`,
    first.field,
  )
}
