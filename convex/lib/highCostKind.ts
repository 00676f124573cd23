/** Numbers whose calls cost far more than others. */
import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'

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
