import * as z from 'zod'
import { redact } from '../../lib/redact.ts'
import type { OpenAiAccount } from '../../accounts.ts'

const errorBodySchema = z.object({ error: z.object({ message: z.string() }) })

/** Why there is no socket. `again`: it may be there in a moment; when, if the vendor says. */
export interface NoSocket {
  cause: string
  again: boolean
  retryAfterMs: number | null
  /** What it is about is not there (any more). */
  isGone?: boolean
}

/** A session of its own, or the one of a call that is answered already. */
export type Wanted = { model: string } | { call_id: string }

/** Asks for a Realtime socket once; never rejects, as `caller` does not. The socket is not accepted yet. */
export async function connect(
  account: OpenAiAccount,
  wanted: Wanted,
  caller: Promise<string>,
): Promise<WebSocket | NoSocket> {
  const url = `${account.baseUrl}/realtime?${new URLSearchParams(wanted)}`
  const headers = {
    Upgrade: 'websocket',
    Authorization: `Bearer ${account.apiKey}`,
    'OpenAI-Safety-Identifier': await caller,
  }
  try {
    const response = await fetch(url, { headers })
    return response.webSocket ?? (await refusal(response, 'OpenAI refused the session: '))
  } catch {
    return UNREACHABLE
  }
}

export const UNREACHABLE: NoSocket = {
  cause: 'OpenAI could not be reached.',
  again: true,
  retryAfterMs: null,
}

const GONE = [404, 410]

/** Why OpenAI refuses; `what` begins the sentence. */
export async function refusal(response: Response, what: string): Promise<NoSocket> {
  const { status, headers } = response
  const cause = `${what}${status} ${await reasonOf(response)}`.trim()
  return {
    cause,
    again: status === 429 || status >= 500,
    retryAfterMs: retryAfter(headers),
    isGone: GONE.includes(status),
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, in its form of seconds. */
function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

async function reasonOf(response: Response): Promise<string> {
  try {
    return redact(errorBodySchema.parse(await response.json()).error.message)
  } catch {
    return response.statusText
  }
}
