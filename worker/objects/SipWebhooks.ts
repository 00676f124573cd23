import * as z from 'zod'
import { type SealedSecret, sealedSecretSchema } from '../../convex/model/secret.ts'

const WEBHOOK = 'webhook:'
const LEG = 'leg:'
const SECRET = 'webhook-secret'

/** OpenAI sends a webhook again for three days at the most, and no call lasts as long. */
const KEPT_MS = 72 * 60 * 60_000
/** How often it is looked which are older, in ms. */
const SWEEP_MS = 60 * 60_000

const seenSchema = z.object({ at: z.number() })
const legSchema = seenSchema.extend({ callSid: z.string() })

/** Which webhooks of OpenAI's have come, which calls they were about, and what they were signed with. */
export class SipWebhooks {
  readonly #storage: DurableObjectStorage
  #sweptAt = 0

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  isNew(id: string, now: number): boolean {
    const key = WEBHOOK + id
    if (this.#storage.kv.get(key) !== undefined) return false
    this.#storage.kv.put(key, { at: now })
    this.#forgetOld(now)
    return true
  }

  nameLeg(legId: string, callSid: string, now: number): void {
    this.#storage.kv.put(LEG + legId, { callSid, at: now })
  }

  callOfLeg(legId: string): string | null {
    return legSchema.safeParse(this.#storage.kv.get(LEG + legId)).data?.callSid ?? null
  }

  rememberSecret(secret: SealedSecret | null): void {
    if (JSON.stringify(this.#storage.kv.get(SECRET)) === JSON.stringify(secret)) return
    this.#storage.kv.put(SECRET, secret)
  }

  recallSecret(): SealedSecret | null | undefined {
    return sealedSecretSchema.nullish().parse(this.#storage.kv.get(SECRET))
  }

  #forgetOld(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return
    this.#sweptAt = now
    const { kv } = this.#storage
    for (const [key, stored] of [...kv.list({ prefix: WEBHOOK }), ...kv.list({ prefix: LEG })]) {
      const { at = 0 } = seenSchema.safeParse(stored).data ?? {}
      if (now - at > KEPT_MS) kv.delete(key)
    }
  }
}
