import { logFailure } from '../../lib/log.ts'
import { backOffMs, type DiscordVerdict, verdictOf } from './answer.ts'

/** How long Discord may take, in ms. */
const TIMEOUT_MS = 15_000

/** Posts a message, once. Never rejects. `url`: where, which is a secret. */
export async function post(
  url: string,
  content: string,
  failures: number,
): Promise<DiscordVerdict> {
  try {
    // Without `wait` Discord answers before it has stored the message, and messages may change places.
    const response = await fetch(`${url}?wait=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // A caller who says “at everyone” is not to be heard by everyone.
      body: JSON.stringify({ content, allowed_mentions: { parse: [] } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body: unknown = await response.json().catch(() => null)
    return verdictOf(response, body, failures)
  } catch (error) {
    logFailure('Discord could not be asked.', {}, error)
    return { is: 'wait', ms: backOffMs(failures) }
  }
}
