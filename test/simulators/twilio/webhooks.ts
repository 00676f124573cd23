/**
 * The requests that Twilio makes to the customer's server: signed forms.
 * https://www.twilio.com/docs/voice/twiml#request-parameters
 */
import { randomUUID } from 'node:crypto'
import { twilioSignature } from './signature.ts'
import { TwilioError, WARNING_CODES } from './warnings.ts'
import { parseTwiml, type Twiml } from './twiml.ts'
import { XmlError } from './xml.ts'

/** Twilio waits this long for an answer. */
const TIMEOUT_MS = 15_000
const TWIML_TYPES = /^(text\/xml|application\/xml|text\/html)\b/

/** Where the customer's server is, and how requests to it are signed. */
export interface Customer {
  authToken: string
  /** The origin that Twilio was told; signatures are made for it. */
  publicUrl: string
  /** The origin that is really connected to. */
  connectTo: string
}

export interface WebhookRequest {
  url: string
  method: 'GET' | 'POST'
  params: Readonly<Record<string, string>>
}

/** A request that was made, as Twilio's request inspector would show it. */
export interface WebhookExchange extends WebhookRequest {
  /** `null` when there was no answer. */
  status: number | null
  body: string
  at: number
  tookMs: number
}

/** The address that stands behind a public one: ngrok's part, played by the simulator. */
export function reachable(customer: Customer, url: URL): URL {
  const publicHost = new URL(customer.publicUrl).host
  if (url.host !== publicHost) return url
  const target = new URL(customer.connectTo)
  const mapped = new URL(url)
  const secure = target.protocol === 'https:'
  const isSocket = url.protocol === 'ws:' || url.protocol === 'wss:'
  mapped.protocol = isSocket ? (secure ? 'wss:' : 'ws:') : target.protocol
  mapped.host = target.host
  mapped.port = target.port
  return mapped
}

/** Makes one signed request. Never rejects: no answer is an exchange without a status. */
export async function sendWebhook(
  customer: Customer,
  { url, method, params }: WebhookRequest,
  signal?: AbortSignal,
): Promise<WebhookExchange & { contentType: string }> {
  const target = new URL(url)
  if (method === 'GET') {
    for (const [name, value] of Object.entries(params)) target.searchParams.set(name, value)
  }
  const signed = method === 'GET' ? target.href : url
  const at = performance.now()
  const facts = { url, method, params, at }
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(reachable(customer, target), {
      method,
      headers: {
        'x-twilio-signature': twilioSignature(
          customer.authToken,
          signed,
          method === 'POST' ? params : {},
        ),
        'i-twilio-idempotency-token': randomUUID(),
        'user-agent': 'TwilioProxy/1.1',
        accept: '*/*',
      },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(method === 'POST' ? { body: new URLSearchParams(params) } : {}),
    })
    const body = await response.text()
    const contentType = response.headers.get('content-type') ?? ''
    return { ...facts, status: response.status, body, contentType, tookMs: performance.now() - at }
  } catch (error) {
    return {
      ...facts,
      status: null,
      body: reason(error),
      contentType: '',
      tookMs: performance.now() - at,
    }
  }
}

/** The deepest cause: `fetch failed` alone tells nobody anything. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return reason(error.cause)
  return error.message || error.name || 'no answer'
}

/** @throws TwilioError when the answer is not a TwiML document. */
export function readTwiml(exchange: WebhookExchange & { contentType: string }): Twiml {
  const { status, body, contentType, url } = exchange
  if (status === null) {
    throw new TwilioError(WARNING_CODES.httpRetrieval, `${url} did not answer: ${body}`)
  }
  if (status < 200 || status > 299) {
    const excerpt = body.slice(0, 200)
    throw new TwilioError(WARNING_CODES.httpRetrieval, `${url} answered ${status}: ${excerpt}`)
  }
  if (!TWIML_TYPES.test(contentType)) {
    throw new TwilioError(WARNING_CODES.contentType, `${url} answered with ${contentType}.`)
  }
  try {
    return parseTwiml(body)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new TwilioError(WARNING_CODES.documentParse, `${url}: ${error.message}`)
  }
}
