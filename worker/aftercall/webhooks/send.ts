import type { Webhook } from '../../../convex/model/afterCall.ts'
import type { Outside } from '../../accounts.ts'
import { logFailure } from '../../lib/log.ts'
import { NotAsked } from '../../lib/outwardUrl.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { signWebhook } from '../../lib/standardWebhooks.ts'
import { retryAfterMs } from '../waits.ts'
import type { Tried } from './verdict.ts'

/** How long an answer may take, in ms; https://docs.svix.com/retries is as patient. */
const TIMEOUT_MS = 15_000
/** Of the answer nothing is read. */
const MAX_BYTES = 1_000_000

/** Tells a webhook, once. Never rejects. `id`: the same for every try. */
export async function send(
  { url, secret, earlierSecret }: Webhook,
  { id, body }: { id: string; body: string },
  { reach, openSecret }: Outside,
  now: () => number,
): Promise<Tried> {
  try {
    const references = earlierSecret === null ? [secret] : [secret, earlierSecret]
    const secrets = await Promise.all(references.map(openSecret))
    const signed = await signWebhook({ id, now: now(), body, secrets })
    const headers = { ...signed, 'content-type': 'application/json' }
    const response = await reach(url, {
      method: 'POST',
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    })
    await response.body?.cancel()
    const wait = retryAfterMs(response.headers.get('retry-after'), now())
    return { is: 'answered', status: response.status, retryAfterMs: wait }
  } catch (error) {
    return unanswered(error)
  }
}

function unanswered(error: unknown): Tried {
  if (error instanceof PlainError) {
    return { is: 'unanswered', problem: error.message, final: error instanceof NotAsked }
  }
  logFailure('A webhook could not be told.', {}, error)
  return { is: 'unanswered', problem: 'It could not be asked.', final: false }
}
