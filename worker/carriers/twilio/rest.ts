import * as z from 'zod'
import { PlainError } from '../../lib/PlainError.ts'

/** Where and as whom to ask Twilio's REST API. */
export interface TwilioAccount {
  accountSid: string
  authToken: string
  baseUrl: string
}

const callSchema = z.object({
  status: z.string(),
  duration: z.coerce.number().nullable(),
  /** A negative decimal string such as `-0.0085`; `null` until Twilio has worked it out. */
  price: z.string().nullable(),
  price_unit: z.string().nullable(),
})

export interface CarrierCall {
  status: string
  durationSec: number | null
  /** What the caller's leg cost, positive, in `priceUnit`. */
  price: number | null
  priceUnit: string | null
}

/** Twilio answered, but not with what it was asked for. */
export class TwilioRefusal extends PlainError {
  /** The HTTP status. */
  readonly status: number
  /** In Twilio's words, for people: they may quote what was sent. */
  readonly detail: string | null
  /** https://www.twilio.com/docs/api/errors */
  readonly code: number | null

  constructor(status: number, detail: string | null, code: number | null = null) {
    super(REFUSALS.get(status) ?? `Twilio answered ${status}.`)
    this.status = status
    this.detail = detail
    this.code = code
  }
}

/** For operators: Twilio's own words, where it gave any. */
export function whyRefused(error: unknown): string {
  if (error instanceof TwilioRefusal && error.detail !== null) {
    return `Twilio: ${error.detail}${error.code === null ? '' : ` (Error ${error.code})`}`
  }
  return error instanceof PlainError ? error.message : 'Twilio’s answer could not be read.'
}

const REFUSALS: ReadonlyMap<number, string> = new Map([
  [401, 'Twilio does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.'],
  [404, 'Twilio has no such thing in the account TWILIO_ACCOUNT_SID.'],
  [429, 'Twilio is asked too often at the moment.'],
])

/** How long an answer may take, in ms. */
const PATIENCE_MS = 10_000

/** Fields of a form; one that may be there several times has a list. */
export type TwilioForm = Readonly<Record<string, string | readonly string[]>>

/**
 * Asks the REST API about something of the account; `path` follows the account's own. With `form`
 * something is changed. Throws a `PlainError`: `TwilioRefusal`, or why there was no answer.
 */
export async function askTwilioApi<Answer>(
  { accountSid, authToken, baseUrl }: TwilioAccount,
  path: string,
  answer: z.ZodType<Answer>,
  form?: TwilioForm,
): Promise<Answer> {
  const response = await fetch(`${baseUrl}/2010-04-01/Accounts/${accountSid}${path}`, {
    method: form ? 'POST' : 'GET',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(form ? { body: encoded(form) } : {}),
  }).catch(noAnswer)
  if (response.ok) return answer.parse(await response.json())
  const refusal = refusalSchema.safeParse(await response.json().catch(() => null))
  const { message = null, code = null } = refusal.data ?? {}
  throw new TwilioRefusal(response.status, message, code)
}

function encoded(form: TwilioForm): URLSearchParams {
  const pairs = Object.entries(form).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
  return new URLSearchParams(pairs)
}

function noAnswer(error: unknown): never {
  const isSlow = error instanceof DOMException && error.name === 'TimeoutError'
  const why = isSlow ? `did not answer within ${PATIENCE_MS / 1000} s` : 'could not be reached'
  throw new PlainError(`Twilio ${why}.`)
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
const refusalSchema = z.object({ message: z.string(), code: z.number().nullish() })

/**
 * The call as Twilio knows it. https://www.twilio.com/docs/voice/api/call-resource
 * Throws when Twilio does not answer with it.
 */
export async function fetchCall(account: TwilioAccount, callSid: string): Promise<CarrierCall> {
  const call = await askTwilioApi(account, `/Calls/${callSid}.json`, callSchema)
  return {
    status: call.status,
    durationSec: call.duration,
    price: call.price === null ? null : Math.abs(Number(call.price)),
    priceUnit: call.price_unit,
  }
}

const accountSchema = z.object({ status: z.string() })

/** Whether the account is `active`, `suspended` or `closed`. */
export async function fetchAccountStatus(account: TwilioAccount): Promise<string> {
  return (await askTwilioApi(account, '.json', accountSchema)).status
}
