/**
 * What an INVITE says of itself. Whoever can reach the connector can write it: it says where a call may
 * belong, and never who calls.
 */
import * as z from 'zod'
import { isE164 } from '../../../convex/model/phoneNumber.ts'
import { callerOf } from '../twilio/caller.ts'

export const sipHeadersSchema = z.array(z.object({ name: z.string(), value: z.string() })).max(200)
export type SipHeaders = z.infer<typeof sipHeadersSchema>

/** The values of a header, in order. Names are alike in any case, and some have a short form. */
export function valuesOf(headers: SipHeaders, name: string): string[] {
  const names = [name.toLowerCase(), SHORT[name.toLowerCase()]]
  return headers.filter((one) => names.includes(one.name.toLowerCase())).map(({ value }) => value)
}

/** https://www.rfc-editor.org/rfc/rfc3261#section-7.3.3 */
const SHORT: Readonly<Record<string, string>> = { to: 't', from: 'f' }

/** The numbers that the call may be for, the likeliest first: whom it names, and who sent it on. */
export function numbersCalled(headers: SipHeaders): string[] {
  const named = [...valuesOf(headers, 'To'), ...valuesOf(headers, 'Diversion')]
  return [...new Set(named.flatMap((value) => numberIn(value) ?? []))]
}

/** Who the call says that it is from, as the record shows them. */
export function callerNamed(headers: SipHeaders): string {
  const [value = ''] = valuesOf(headers, 'From')
  return numberIn(value) ?? callerOf(userIn(value))
}

/** Whom the call names, as the record shows it where it is no number of ours. */
export function calleeNamed(headers: SipHeaders): string {
  const [value = ''] = valuesOf(headers, 'To')
  return numberIn(value) ?? userIn(value)
}

function numberIn(value: string): string | null {
  const user = userIn(value)
  // Some write the number as it goes from exchange to exchange, without a plus.
  const number = /^\d{8,15}$/.test(user) ? `+${user}` : user
  return isE164(number) ? number : null
}

/** https://www.rfc-editor.org/rfc/rfc3261#section-19.1.1 */
function userIn(value: string): string {
  const [, user = ''] = /(?:sips?|tel):([^@;>\s]{1,256})/i.exec(value) ?? []
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
