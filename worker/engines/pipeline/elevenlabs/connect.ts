import * as z from 'zod'
import type { ElevenLabsAccount } from '../../../accounts.ts'
import type { PartFailure } from '../../../call/ports.ts'
import { failureOf } from './failures.ts'

/** A handshake that takes longer never ends well. */
const OPEN_MS = 5_000

/** https://elevenlabs.io/docs/api-reference/authentication: the key goes into a header, never into the address. */
export const keyHeader = ({ apiKey }: ElevenLabsAccount) => ({ 'xi-api-key': apiKey })

/** Asks for a socket once; `path` begins with a slash. The socket is not accepted yet. */
export async function connect(
  account: ElevenLabsAccount,
  path: string,
  query: URLSearchParams,
): Promise<WebSocket | PartFailure> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), OPEN_MS)
  try {
    const response = await fetch(`${account.baseUrl}${path}?${query}`, {
      headers: { Upgrade: 'websocket', ...keyHeader(account) },
      signal: giveUp.signal,
    })
    return response.webSocket ?? (await refusal(response))
  } catch {
    return { cause: 'ElevenLabs could not be reached.', again: true, retryAfterMs: null }
  } finally {
    // A signal that fires later would end the socket, too.
    clearTimeout(timer)
  }
}

/** A socket that nobody accepted is not closed by `close` alone. */
export function letGo(socket: WebSocket): void {
  socket.accept()
  socket.close(1000)
}

const detailSchema = z.object({
  detail: z.union([
    z.string().transform((message) => ({ status: '', message })),
    z.object({ status: z.string().catch(''), message: z.string().catch('') }),
  ]),
})

/** What an answer says that is no socket, or not what was asked for. */
export async function refusal(response: Response): Promise<PartFailure> {
  const { status, headers } = response
  const { kind, message } = await reasonOf(response)
  const told = failureOf(kind, `${status} ${message}`.trim())
  const mayPass = status === 429 || status >= 500 || response.ok
  return { ...told, again: told.again && mayPass, retryAfterMs: retryAfter(headers) }
}

async function reasonOf(response: Response): Promise<{ kind: string; message: string }> {
  try {
    const { detail } = detailSchema.parse(await response.json())
    return { kind: detail.status, message: detail.message }
  } catch {
    return { kind: '', message: response.statusText }
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, in its form of seconds. */
function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}
