import * as z from 'zod'
import type { CarrierListener } from '../call/ports.ts'
import { logWarning } from '../lib/log.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

/** How long a stream may wait to learn of its call, in ms: the webhook's message may be slower. */
const PATIENCE_MS = 3_000

const tokenSchema = z.string().nullable().catch(null)

/**
 * Lets media streams in to a call: one for each token. The one that is on its way outlives the object's
 * memory, as the carrier may have been told of it already.
 */
export class StreamDoor {
  readonly #storage: CallStorage
  #token: string | null
  readonly #rung = Promise.withResolvers<void>()

  constructor(storage: CallStorage) {
    this.#storage = storage
    this.#token = tokenSchema.parse(storage.kv.get('door') ?? null)
  }

  /** The next stream brings this token. */
  expect(token: string): void {
    this.#keep(token)
    this.#rung.resolve()
  }

  #keep(token: string | null): void {
    this.#token = token
    void this.#storage.put('door', token, UNCONFIRMED)
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
      if (admitted) this.#keep(null)
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
