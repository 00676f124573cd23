/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation/ */
import * as z from 'zod'

/** A visitor waits for it; ms. */
const PATIENCE_MS = 5_000

const answerSchema = z.object({ success: z.boolean() })

/**
 * Whether Turnstile has given this token out, to this site, and for the first time. Rejects when it cannot
 * be asked.
 */
export async function isPerson(
  baseUrl: string,
  secret: string,
  token: string,
  remoteip: string | undefined,
): Promise<boolean> {
  const response = await fetch(`${baseUrl}/turnstile/v0/siteverify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret, response: token, ...(remoteip && { remoteip }) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return answerSchema.parse(await response.json()).success
}
