import type { CarrierListener } from '../call/ports.ts'
import { logWarning } from '../lib/log.ts'

/** How long a stream may wait to learn of its call, in ms: the webhook's message may be slower. */
const PATIENCE_MS = 3_000

/** Lets media streams in to a call: one for each token. */
export class StreamDoor {
  #token: string | null = null
  readonly #rung = Promise.withResolvers<void>()

  /** The next stream brings this token. */
  expect(token: string): void {
    this.#token = token
    this.#rung.resolve()
  }

  /** Whether a stream is expected at all; waits a moment for the call to be told of. */
  async isExpected(): Promise<boolean> {
    if (this.#token === null) await Promise.race([this.#rung.promise, wait(PATIENCE_MS)])
    return this.#token !== null
  }

  /** Who admits a stream to the call `ours`, once; `url` is where it came in. */
  guard(ours: string, url: string): CarrierListener['admit'] {
    return ({ callSid, token }) => {
      const admitted = callSid === ours && token !== '' && token === this.#token
      if (admitted) this.#token = null
      else logWarning('Refused a media stream: the token is wrong.', { url, callSid })
      return admitted
    }
  }
}

async function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
