/** The one way in which brains ask: an HTTP request, and what is written as its answer. */
import type { GuardedFetch, GuardedInit } from '../accounts.ts'
import { PartError } from '../call/PartError.ts'
import { inTime } from '../lib/inTime.ts'
import { parseJson } from '../lib/parseJson.ts'
import { NotAsked } from '../lib/outwardUrl.ts'
import { PlainError } from '../lib/PlainError.ts'
import { textOf } from './body.ts'
import { complaintIn, plain, retryAfterOf } from './complaint.ts'
import { broken, Refusal } from './Refusal.ts'
import { type Written, written } from './written.ts'

/** How long a server may take until the head of its answer. */
export const HEAD_MS = 10_000
/** A longer answer is none: nobody speaks for hours. */
export const MAX_BYTES = 1_000_000

export interface HttpQuestion {
  /** Who is asked, as operators read it. */
  who: string
  url: string
  /** The same for the same answer, however often it is asked for. */
  key: string
  headers?: Readonly<Record<string, string>>
  /** Stay at the first origin, whatever it redirects to. */
  secretHeaders: Readonly<Record<string, string>>
  /** JSON. */
  body: string
}

/**
 * Asks, and yields what is written as it comes. Throws a `PartError`, or the signal's reason once it is
 * aborted. Aborting, leaving the loop and throwing in it all end the other side's work.
 */
export async function* ask(
  reach: GuardedFetch,
  request: HttpQuestion,
  signal: AbortSignal,
): AsyncGenerator<Written, void> {
  signal.throwIfAborted()
  const work = new AbortController()
  const stop = () => work.abort(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    const response = await answered(reach, request, work.signal)
    const body = textOf(request.who, response, work.signal)
    if (!response.ok) throw await refusal(request.who, response, body)
    yield* written(request.who, response.headers.get('content-type') ?? '', body)
    signal.throwIfAborted()
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof PartError) throw error
    // Whoever reaches out for us says it in a sentence.
    if (error instanceof PlainError) throw broken(error.message, !(error instanceof NotAsked))
    throw broken(`${request.who} broke off its answer.`)
  } finally {
    signal.removeEventListener('abort', stop)
    work.abort()
  }
}

/** The head of the answer. */
async function answered(
  reach: GuardedFetch,
  request: HttpQuestion,
  signal: AbortSignal,
): Promise<Response> {
  const { who, url } = request
  const late = () => broken(`${who} did not answer within ${HEAD_MS / 1000} seconds.`)
  try {
    const init = initOf(request, signal)
    return await inTime(reachTwice(reach, url, init), HEAD_MS, late)
  } catch (error) {
    if (error instanceof PartError || error instanceof PlainError) throw error
    throw broken(`${who} could not be reached.`)
  }
}

function initOf(
  { key, headers, secretHeaders, body }: HttpQuestion,
  signal: AbortSignal,
): GuardedInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'idempotency-key': key,
      ...headers,
    },
    secretHeaders,
    body,
    signal,
    timeoutMs: HEAD_MS,
    maxBytes: MAX_BYTES,
  }
}

/**
 * A server may close a connection in the moment in which it is used again; workerd says so by this
 * sentence. Nothing was answered then, so the same is asked once more.
 */
const LOST = /network connection lost/i

/** Whoever reaches out for us may have put it into words of their own. */
function isLost(error: unknown): boolean {
  return error instanceof Error && (LOST.test(error.message) || isLost(error.cause))
}

async function reachTwice(reach: GuardedFetch, url: string, init: GuardedInit): Promise<Response> {
  try {
    return await reach(url, init)
  } catch (error) {
    if (init.signal?.aborted || !isLost(error)) throw error
    return reach(url, init)
  }
}

/** A reason is a sentence or two; what is longer is a page. */
const LONGEST_REASON = 16_000

async function refusal(
  who: string,
  { status, statusText, headers }: Response,
  body: AsyncIterable<string>,
): Promise<Refusal> {
  let text = ''
  try {
    for await (const piece of body) {
      text += piece
      if (text.length > LONGEST_REASON) break
    }
  } catch {
    // The status says enough.
  }
  const complaint = complaintIn(parseJson(text)) ?? plain(statusText)
  return new Refusal(who, status, complaint, retryAfterOf(headers, Date.now()))
}

/** For addresses that are a setting of the Worker, and no operator's: without limits. */
export const reachFreely: GuardedFetch = (url, { headers, secretHeaders, method, body, signal }) =>
  fetch(url, {
    headers: { ...headers, ...secretHeaders },
    ...(method && { method }),
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  })
