/** One request by `guardedFetch`, ordered and told as JSON: the same in Node and in workerd. */
import * as z from 'zod'
import { guardedFetch } from '../../../worker/lib/guardedFetch.ts'
import { NotAsked } from '../../../worker/lib/outwardUrl.ts'
import { PlainError } from '../../../worker/lib/PlainError.ts'

const headersSchema = z.record(z.string(), z.string())

export const attemptSchema = z.object({
  url: z.string(),
  exceptions: z.array(z.string()).default([]),
  ownUrl: z.string().nullable().default(null),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  headers: headersSchema.default({}),
  secretHeaders: headersSchema.default({}),
  body: z.string().optional(),
  timeoutMs: z.number().default(10_000),
  maxBytes: z.number().default(10_000),
  /** When whoever asks loses interest, by its signal or by leaving the body alone. */
  until: z.enum(['asked', 'answered', 'first_chunk', 'left', 'end']).default('end'),
})
export type Attempt = z.input<typeof attemptSchema>

export const outcomeSchema = z.union([
  z.object({ status: z.number(), body: z.string() }),
  z.object({
    /** The message of what was thrown. */
    error: z.string(),
    kind: z.enum(['not_asked', 'plain', 'given_up', 'other']),
  }),
])
export type Outcome = z.infer<typeof outcomeSchema>

const GIVEN_UP = 'Nobody waits for it any more.'

export async function tryReach(attempt: Attempt): Promise<Outcome> {
  const { url, exceptions, ownUrl, until, body, ...init } = attemptSchema.parse(attempt)
  const interest = new AbortController()
  const giveUp = () => interest.abort(new Error(GIVEN_UP))
  try {
    const asked = guardedFetch({ ownUrl, exceptions })(url, {
      ...init,
      ...(body === undefined ? {} : { body }),
      signal: interest.signal,
    })
    if (until === 'asked') giveUp()
    const response = await asked
    if (until === 'answered') giveUp()
    return { status: response.status, body: await read(response, until, giveUp) }
  } catch (error) {
    return told(error)
  }
}

async function read(response: Response, until: string, giveUp: () => void): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (until === 'left') break
    if (until === 'first_chunk') giveUp()
  }
  return text
}

function told(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof NotAsked) return { error: message, kind: 'not_asked' }
  if (error instanceof PlainError) return { error: message, kind: 'plain' }
  return { error: message, kind: message === GIVEN_UP ? 'given_up' : 'other' }
}
