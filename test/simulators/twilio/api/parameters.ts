/** What the parameters of a request may be, and what Twilio says of others. https://www.twilio.com/docs/api/errors */
import { apiError, type ApiReply } from '../resources.ts'
import type { Method, Subscription } from '../twimlNouns.ts'

export type Params = Readonly<Record<string, string>>

/** A request that Twilio refuses; the answer is in it. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly reply: ApiReply

  constructor(code: number, message: string, status = 400) {
    super(message)
    this.reply = apiError(status, code, message)
  }
}

export const CODES = {
  invalidParameter: 20_001,
  noTo: 21_201,
  invalidUrl: 21_205,
  notVerified: 21_210,
  invalidTo: 21_211,
  invalidFrom: 21_212,
  noFrom: 21_213,
  nothingToUpdate: 21_218,
  notInProgress: 21_220,
  amdNeedsCallback: 21_262,
  amdParameter: 21_263,
  invalidCallback: 21_609,
  invalidEvent: 21_626,
} as const

/** Names, written with spaces between. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** @throws Refusal naming what is not known. */
export function onlyThese(params: Params, known: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new Refusal(CODES.invalidParameter, `${unknown} is no parameter of this request.`)
}

export function methodIn(params: Params, name: string): Method {
  const method = params[name] ?? 'POST'
  if (method === 'GET' || method === 'POST') return method
  throw new Refusal(CODES.invalidParameter, `${name} is neither GET nor POST: ${method}`)
}

/** `undefined` when it is not given. */
export function urlIn(params: Params, name: string, code: number): string | undefined {
  // What is empty is not given.
  const url = params[name] || undefined
  if (url === undefined || /^https?:\/\/[^/_]+(\/|$|\?)/.test(url)) return url
  throw new Refusal(code, `${name} is not a valid URL: ${url}`)
}

export function wholeIn(
  params: Params,
  name: string,
  byDefault: number,
  [least, most]: readonly [number, number],
): number {
  const number = Number(params[name] ?? byDefault)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Refusal(CODES.invalidParameter, `${name} must be a whole number ${least} to ${most}.`)
}

/** Booleans are words. */
export function flagIn(params: Params, name: string, byDefault: boolean): boolean {
  const word = params[name]
  return word === undefined ? byDefault : word.toLowerCase() === 'true'
}

/** `null`: nobody is told. `prefix` stands before StatusCallback. */
export function subscriptionIn<Event extends string>(
  params: Params,
  prefix: string,
  known: readonly Event[],
  byDefault: readonly Event[],
): Subscription<Event> | null {
  const url = urlIn(params, `${prefix}StatusCallback`, CODES.invalidCallback)
  const wanted = (params[`${prefix}StatusCallbackEvent`] ?? '').split(/\s+/).filter(Boolean)
  const events = known.filter((event) => wanted.includes(event))
  if (events.length < wanted.length) {
    throw new Refusal(CODES.invalidEvent, `StatusCallbackEvent is not of ${known.join(', ')}.`)
  }
  if (url === undefined) return null
  const method = methodIn(params, `${prefix}StatusCallbackMethod`)
  return { url, method, events: events.length > 0 ? events : byDefault }
}
