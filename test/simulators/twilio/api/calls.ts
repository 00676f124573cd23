/** The calls of an account. https://www.twilio.com/docs/voice/api/call-resource */
import type { Account } from '../account.ts'
import type { SimulatedCall } from '../call.ts'
import type { CallOrder, FirstDocument } from '../outbound/order.ts'
import type { Quirks } from '../exchange.ts'
import type { OutboundCall } from '../outbound/OutboundCall.ts'
import { CALL_EVENTS } from '../twimlNouns.ts'
import { AMD_PARAMETERS, amdOfCall } from './amd.ts'
import {
  CODES,
  methodIn,
  onlyThese,
  type Params,
  Refusal,
  subscriptionIn,
  urlIn,
  wholeIn,
  words,
} from './parameters.ts'
import { type NumberBook, partiesIn, sendDigitsIn } from './parties.ts'

export type AnyCall = SimulatedCall | OutboundCall

const LONGEST_TWIML = 4000
const LONGEST_CALL_SEC = 86_400

const CREATE = [
  ...words(`
    To From Url Method Twiml FallbackUrl FallbackMethod CallerId CallToken CallReason
    StatusCallback StatusCallbackEvent StatusCallbackMethod Timeout TimeLimit SendDigits Record Trim`),
  ...AMD_PARAMETERS,
]
const UPDATE = words(`
  Url Method Twiml Status FallbackUrl FallbackMethod TimeLimit StatusCallback StatusCallbackMethod`)

/** Makes a call. @throws Refusal */
export function createCall(account: Account, book: NumberBook, params: Params): OutboundCall {
  onlyThese(params, CREATE)
  const parties = partiesIn(params, book)
  return account.call({
    ...parties,
    direction: 'outbound-api',
    parentCallSid: null,
    first: firstDocument(params),
    fallbackUrl: urlIn(params, 'FallbackUrl', CODES.invalidUrl) ?? null,
    meet: null,
    told: subscriptionIn(params, '', CALL_EVENTS, ['completed']),
    ...limitsIn(params, [1, 600]),
    sendDigits: sendDigitsIn(params),
    amd: amdOfCall(params),
  })
}

export function limitsIn(
  params: Params,
  timeout: readonly [number, number],
): Pick<CallOrder, 'timeoutSec' | 'timeLimitSec'> {
  const limited = params['TimeLimit'] !== undefined
  return {
    timeoutSec: wholeIn(params, 'Timeout', 60, timeout),
    timeLimitSec: limited ? wholeIn(params, 'TimeLimit', 0, [1, LONGEST_CALL_SEC]) : null,
  }
}

/** Where both are given, the address counts. */
function firstDocument(params: Params): FirstDocument {
  const url = urlIn(params, 'Url', CODES.invalidUrl)
  if (url !== undefined) return { url, method: methodIn(params, 'Method') }
  return { twiml: twimlIn(params) ?? noDocument() }
}

function noDocument(): never {
  throw new Refusal(CODES.invalidUrl, 'Url, Twiml or ApplicationSid is required.')
}

function twimlIn({ Twiml: twiml }: Params): string | undefined {
  if (twiml === undefined || twiml.length <= LONGEST_TWIML) return twiml
  throw new Refusal(CODES.invalidParameter, `Twiml has more than ${LONGEST_TWIML} characters.`)
}

/** Changes a call that goes on. @throws Refusal */
export function updateCall({ quirks }: Account, call: AnyCall, params: Params): void {
  onlyThese(params, UPDATE)
  if (call.endedAt !== null) {
    throw new Refusal(CODES.notInProgress, 'Call is not in-progress. Cannot redirect.')
  }
  const { Status: status } = params
  const url = urlIn(params, 'Url', CODES.invalidUrl)
  const twiml = twimlIn(params)
  if (status !== undefined) return finish(call, status, quirks)
  if (url === undefined && twiml === undefined) {
    throw new Refusal(CODES.nothingToUpdate, 'Nothing to update was given.')
  }
  if (call.status !== 'in-progress') {
    throw new Refusal(CODES.notInProgress, 'Call is not in-progress. Cannot redirect.')
  }
  if (url !== undefined) call.update({ url, method: methodIn(params, 'Method') })
  else if (twiml !== undefined) call.update({ twiml })
}

/** `canceled` ends what has not been answered, `completed` anything. */
function finish(call: AnyCall, status: string, { lateCancel }: Quirks): void {
  if (status !== 'canceled' && status !== 'completed') {
    throw new Refusal(CODES.invalidParameter, `A call cannot become ${status}.`)
  }
  if (status === 'canceled' && call.status === 'in-progress') {
    if (lateCancel === 'ignored') return
    throw new Refusal(CODES.notInProgress, 'Call is in-progress. Cannot cancel.')
  }
  call.update('completed')
}
