import * as z from 'zod'
import { redact } from '../../lib/redact.ts'
import type { OpenAiAccount } from './index.ts'

const errorBodySchema = z.object({ error: z.object({ message: z.string() }) })

/** Waits before each new try, in ms; the caller hears the phone ring meanwhile. */
const RETRY_AFTER_MS = [200, 800]

/**
 * Opens a Realtime socket, trying again when the vendor is busy or unreachable. Returns the socket
 * (not accepted yet), or one sentence about why there is none.
 */
export async function connect(
  account: OpenAiAccount,
  model: string,
  callerHash: string,
): Promise<WebSocket | string> {
  const url = `${account.baseUrl}/realtime?model=${encodeURIComponent(model)}`
  const headers = {
    Upgrade: 'websocket',
    Authorization: `Bearer ${account.apiKey}`,
    'OpenAI-Safety-Identifier': callerHash,
  }
  let failure = ''
  for (const waitMs of [0, ...RETRY_AFTER_MS]) {
    if (waitMs > 0) await scheduler.wait(waitMs)
    const attempt = await tryOnce(url, headers)
    if (attempt instanceof WebSocket) return attempt
    failure = attempt.failure
    if (!attempt.again) break
  }
  return failure
}

type Failed = { failure: string; again: boolean }

async function tryOnce(url: string, headers: Record<string, string>): Promise<WebSocket | Failed> {
  try {
    const response = await fetch(url, { headers })
    if (response.webSocket) return response.webSocket
    const detail = await reasonOf(response)
    const again = response.status === 429 || response.status >= 500
    return { failure: `OpenAI refused the session: ${response.status} ${detail}`.trim(), again }
  } catch {
    return { failure: 'OpenAI could not be reached.', again: true }
  }
}

async function reasonOf(response: Response): Promise<string> {
  try {
    return redact(errorBodySchema.parse(await response.json()).error.message)
  } catch {
    return response.statusText
  }
}
