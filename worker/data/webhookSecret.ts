import type { SealedSecret } from '../../convex/model/secret.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'

/** How long the data layer may take, in ms: OpenAI waits, and with it a caller. */
const PATIENCE_MS = 1_500

/** The secret of OpenAI's webhooks as it was read, or made, last: sealed, as it is stored. */
export interface LastSecret {
  remember(secret: SealedSecret | null): Promise<void>
  /** `undefined`: none was read yet. */
  recall(): Promise<SealedSecret | null | undefined>
}

export interface StoredSecret {
  /** Asks the data layer; `null`: nobody has stored one. */
  ask(): Promise<SealedSecret | null>
  known: LastSecret
  background(work: Promise<unknown>): void
}

/** The stored secret, by the data layer or by its last good answer; `null`: there is none, or none is known. */
export async function storedSecret({
  ask,
  known,
  background,
}: StoredSecret): Promise<SealedSecret | null> {
  try {
    const secret = await inTime(ask(), PATIENCE_MS, tooLate)
    background(known.remember(secret))
    return secret
  } catch (error) {
    const last = await known.recall()
    const then = last ? 'its last known one counts' : 'none is known'
    logFailure(`The secret of OpenAI’s webhooks was not read: ${then}.`, {}, error)
    return last ?? null
  }
}

const tooLate = (): Error => new PlainError(`The data gave no answer within ${PATIENCE_MS} ms.`)
