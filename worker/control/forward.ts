/**
 * Passes an order on to the older service that may have the call: `POST {base}/control/calls/{id}/{order}`,
 * with the token and a service token of Cloudflare Access.
 * https://developers.cloudflare.com/cloudflare-one/access-controls/service-credentials/service-tokens/
 */
import type { ControlService } from '../accounts.ts'
import { limitedBody } from '../lib/limitedBody.ts'
import { parseJson } from '../lib/parseJson.ts'
import { PlainError } from '../lib/PlainError.ts'
import { withoutSecrets } from '../tools/withoutSecrets.ts'
import type { OrderName } from './order.ts'

/** On what is passed on, so that two that pass on to each other do not do so for ever. */
export const FORWARDED_HEADER = 'switchboard-forwarded'

/** An answer is a sentence or two. */
const MAX_BYTES = 64 * 1024

export interface ForwardedOrder {
  /** Nothing but letters, digits, `_` and `-`. */
  callId: string
  order: OrderName
  /** As JSON; `undefined`: nothing. */
  body: unknown
}

/** What the service answered, without its headers. */
export interface ServiceAnswer {
  status: number
  /** `null`: there is none, or nothing that is passed on. */
  body: { type: 'application/json' | 'text/plain'; text: string } | null
}

/** It was not answered; the message is a sentence for who asked. */
export class NotForwarded extends PlainError {
  readonly status: 502 | 504
  constructor(status: 502 | 504, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** @throws NotForwarded */
export async function forward(
  order: ForwardedOrder,
  service: ControlService,
): Promise<ServiceAnswer> {
  const patience = AbortSignal.timeout(service.timeoutMs)
  try {
    return await answerOf(await ask(order, service, patience), service, patience)
  } catch (cause) {
    if (patience.aborted) throw new NotForwarded(504, late(service), { cause })
    if (cause instanceof NotForwarded) throw cause
    throw new NotForwarded(502, 'The control service cannot be reached.', { cause })
  }
}

function ask(
  { callId, order, body }: ForwardedOrder,
  service: ControlService,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${service.baseUrl}/control/calls/${callId}/${order}`, {
    method: 'POST',
    headers: headersFor(service, body !== undefined),
    // Where it leads nobody has said, and the token would go there, too.
    redirect: 'manual',
    signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function headersFor({ token, access }: ControlService, isJson: boolean): Record<string, string> {
  return {
    accept: 'application/json, text/plain',
    [FORWARDED_HEADER]: '1',
    ...(isJson ? { 'content-type': 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(access
      ? { 'cf-access-client-id': access.clientId, 'cf-access-client-secret': access.clientSecret }
      : {}),
  }
}

async function answerOf(
  response: Response,
  service: ControlService,
  signal: AbortSignal,
): Promise<ServiceAnswer> {
  const { status } = response
  if (status >= 300 && status < 400) {
    await letGo(response)
    throw new NotForwarded(
      502,
      'The control service answers with a redirect, which is not followed.',
    )
  }
  const type = typeOf(response)
  if (!response.body || type === null || EMPTY.has(status)) {
    await letGo(response)
    return { status, body: null }
  }
  const text = withoutSecrets(await textOf(response.body, signal), secretsOf(service))
  const isJson = type === 'application/json' && parseJson(text) !== undefined
  return { status, body: { type: isJson ? type : 'text/plain', text } }
}

/** Their bodies are nothing, by RFC 9110, 15.3. */
const EMPTY = new Set([204, 205])

/** A page is for a browser, at an address that is not ours: it is not passed on. */
function typeOf({ headers }: Response): 'application/json' | 'text/plain' | null {
  const type = headers.get('content-type') ?? ''
  if (/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) return 'application/json'
  return /^text\/plain\s*(;|$)/i.test(type) ? 'text/plain' : null
}

async function textOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const limits = { host: 'The control service', maxBytes: MAX_BYTES, signal }
  try {
    return await new Response(limitedBody(body, limits)).text()
  } catch (cause) {
    if (cause instanceof PlainError) throw new NotForwarded(502, cause.message, { cause })
    throw cause
  }
}

const secretsOf = ({ token, access }: ControlService): string[] =>
  [token, access?.clientId, access?.clientSecret].filter((secret) => typeof secret === 'string')

/** A body that is broken cannot be cancelled, and need not. */
async function letGo({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => {})
}

const late = ({ timeoutMs }: ControlService): string =>
  `The control service did not answer within ${timeoutMs / 1000} s.`
