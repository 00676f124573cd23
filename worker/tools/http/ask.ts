/** Asks for a tool's answer: signed, again where that does no harm, and with no secret in what comes back. */
import * as z from 'zod'
import type { HttpTool } from '../../../convex/model/tools.ts'
import type { GuardedInit, Outside } from '../../accounts.ts'
import type { ToolContext } from '../../call/ports.ts'
import { logFailure } from '../../lib/log.ts'
import { NotAsked } from '../../lib/outwardUrl.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { signWebhook } from '../../lib/standardWebhooks.ts'
import { openHeaders } from '../headers.ts'
import { limited } from '../limited.ts'
import type { OwnToolMakers } from '../makers.ts'
import { withoutSecrets } from '../withoutSecrets.ts'
import type { Arguments } from './address.ts'
import { hasBody } from './address.ts'
import { readAnswer, type Read } from './answer.ts'
import { requestOf, SWITCHBOARD_HEADER, type ToolRequest } from './request.ts'

const argumentsSchema = z.record(z.string(), z.unknown())

/** A longer answer is not read at all. */
const MAX_BYTES = 256 * 1024
/** How often one that may be repeated is asked, and how long it is waited in between, in ms. */
const TRIES = 3
const PAUSE_MS = 250

export interface HttpAnswer {
  /** What the model is told: the answer, or why there is none. */
  output: string
  /** There is no answer. */
  failed: boolean
  /** Of the last answer; `null`: there was none. */
  status: number | null
  /** How often it was asked. */
  tries: number
}

/** Never rejects but with the signal's reason, or a `BadArguments`. */
export async function askTool(
  tool: HttpTool,
  args: Arguments,
  context: ToolContext,
  { outside, redeem }: Pick<OwnToolMakers, 'outside' | 'redeem'>,
): Promise<HttpAnswer> {
  const request = requestOf(tool, redeemed(args, redeem), context)
  let secrets: readonly string[] = []
  const told = (failed: boolean, text: string, status: number | null, tries: number) => ({
    output: limited(withoutSecrets(text, secrets)),
    failed,
    status,
    tries,
  })
  try {
    const prepared = await prepare(tool, request, context, outside)
    secrets = prepared.secrets
    for (let tries = 1; ; tries++) {
      const { status, read, again } = await tryOnce(request.url, prepared.init, outside)
      if (again && tool.repeatable && tries < TRIES) {
        context.tell(`${hostOf(request.url)} did not answer as it should: asked again.`)
        await pause(PAUSE_MS * tries, context.signal)
        continue
      }
      if ('output' in read) return told(false, read.output, status, tries)
      return told(true, read.failure, status, tries)
    }
  } catch (error) {
    context.signal.throwIfAborted()
    if (error instanceof PlainError) return told(true, error.message, null, 0)
    logFailure('A request of a tool failed.', { tool: tool.name }, error)
    return told(true, `${hostOf(request.url)} could not be asked.`, null, 0)
  }
}

/** What a caller has entered in secret takes its reference's place here, and nowhere before. */
function redeemed(args: Arguments, redeem: OwnToolMakers['redeem']): Arguments {
  return argumentsSchema.parse(JSON.parse(redeem(JSON.stringify(args))))
}

async function prepare(
  tool: HttpTool,
  { headers, body, signed }: ToolRequest,
  { call, toolCallId, signal }: ToolContext,
  { openSecret }: Outside,
): Promise<{ init: GuardedInit; secrets: readonly string[] }> {
  const { method, signingSecret, timeoutMs } = tool
  const own = await openHeaders(tool.headers, openSecret)
  const secret = signingSecret === null ? null : await openSecret(signingSecret)
  // The same each time: whoever receives it twice does it once.
  const id = `tool_${call.callSid}_${toolCallId}`.replaceAll(/[^\w-]/g, '-')
  const signature =
    secret === null
      ? {}
      : {
          ...(await signWebhook({ id, now: Date.now(), body: signed, secrets: [secret] })),
          ...(!hasBody(method) && { [SWITCHBOARD_HEADER]: signed }),
        }
  const init: GuardedInit = {
    method,
    headers: { ...headers, ...(hasBody(method) && { 'idempotency-key': id }), ...own.headers },
    secretHeaders: { ...own.secretHeaders, ...signature },
    ...(body !== undefined && { body }),
    signal,
    timeoutMs,
    maxBytes: MAX_BYTES,
  }
  return { init, secrets: [...own.secrets, ...(secret === null ? [] : [secret])] }
}

interface Tried {
  status: number | null
  read: Read
  /** It may be answered when it is asked once more. */
  again: boolean
}

async function tryOnce(url: string, init: GuardedInit, { reach }: Outside): Promise<Tried> {
  try {
    const response = await reach(url, init)
    const { status, headers } = response
    const text = await response.text()
    const contentType = headers.get('content-type') ?? ''
    const read = readAnswer({ host: hostOf(url), status, contentType, text })
    return { status, read, again: mayPass(status) }
  } catch (error) {
    init.signal?.throwIfAborted()
    if (!(error instanceof PlainError)) throw error
    return { status: null, read: { failure: error.message }, again: !(error instanceof NotAsked) }
  }
}

/** Statuses that are said of the moment. */
function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? 'The server'

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
