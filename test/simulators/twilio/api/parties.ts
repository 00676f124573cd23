/** Who calls whom, as the API is told. */
import { parseSipUri } from '../sip/uri.ts'
import { CODES, type Params, Refusal } from './parameters.ts'

/** What the account knows of numbers and callers. */
export interface NumberBook {
  owns(phoneNumber: string): boolean
  /** The number of the caller whose webhook brought this token; `undefined`: nobody's. */
  callerOf(callToken: string): string | undefined
}

const E164 = /^\+[1-9]\d{1,14}$/
const KEYS = /^[0-9A-D#*wW]{0,32}$/

/** @throws Refusal with Twilio's code. */
export function partiesIn(params: Params, book: NumberBook): { to: string; from: string } {
  const to = calledIn(params)
  return { to, from: callerIn(params, to, book) }
}

function calledIn({ To: to }: Params): string {
  if (!to) throw new Refusal(CODES.noTo, "No 'To' number is specified")
  const isAddress = /^sips?:/i.test(to) ? parseSipUri(to) !== null : /^client:\S+$/.test(to)
  if (isAddress || E164.test(to)) return to
  throw new Refusal(
    CODES.invalidTo,
    `The phone number you are attempting to call, ${to}, is not valid.`,
  )
}

function callerIn(params: Params, to: string, book: NumberBook): string {
  const { From: from, CallToken: token } = params
  if (!from) throw new Refusal(CODES.noFrom, "The 'From' phone number is required to make a call.")
  if (!E164.test(from)) {
    // A SIP endpoint is shown any name.
    if (/^client:\S+$/.test(from) || (!E164.test(to) && /^[\w.+-]+$/.test(from))) return from
    throw new Refusal(CODES.invalidFrom, `The 'From' number ${from} is not a valid phone number.`)
  }
  if (from === to) {
    throw new Refusal(CODES.invalidTo, "The 'To' and 'From' numbers are the same.")
  }
  const isTheirs = token !== undefined && book.callerOf(token) === from
  if (isTheirs || book.owns(from)) return from
  throw new Refusal(
    CODES.notVerified,
    `The source phone number provided, ${from}, is not yet verified for your account.`,
  )
}

export function sendDigitsIn({ SendDigits: digits = '' }: Params): string {
  if (KEYS.test(digits)) return digits
  throw new Refusal(CODES.invalidParameter, `SendDigits cannot be dialled: ${digits}`)
}
