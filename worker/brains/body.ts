/** Reads an answer's body as it comes. Whoever stops reading ends the sender's work as well. */
import { inTime } from '../lib/inTime.ts'
import { broken } from './Refusal.ts'

/** Without a byte for so long, a server has stalled. */
export const IDLE_MS = 10_000

/** The pieces of a body as text. Throws a `PartError` when none comes for `IDLE_MS`. */
export async function* textOf(
  who: string,
  { body }: Response,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  if (!body) return
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel)
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), IDLE_MS, () => stalled(who))
      if (done) break
      yield decoder.decode(value, { stream: true })
    }
    yield decoder.decode()
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

const stalled = (who: string) => broken(`${who} wrote nothing for ${IDLE_MS / 1000} seconds.`)
