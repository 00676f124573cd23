import * as z from 'zod'
import type { DirectLine } from '../call/ports.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

const legSchema = z.object({ legId: z.string(), isTaken: z.boolean() })
type Leg = z.infer<typeof legSchema>

const announcedSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Whose call it is at the carrier. */
  accountSid: z.string().optional(),
})
/** What the carrier has said of a caller whom it has sent to the model’s vendor. */
export type Announced = z.infer<typeof announcedSchema>

const LEG = 'directLeg'
const ANNOUNCED = 'announced'

/** The caller's side of a call whose audio does not pass through us, as it outlives the object's memory. */
export class StoredLine implements DirectLine {
  readonly #storage: CallStorage
  #leg: Leg | null

  constructor(storage: CallStorage) {
    this.#storage = storage
    this.#leg = legSchema.safeParse(storage.kv.get(LEG)).data ?? null
  }

  /** '': there is none yet. */
  get legId(): string {
    return this.#leg?.legId ?? ''
  }

  get isTaken(): boolean {
    return this.#leg?.isTaken ?? false
  }

  taken(): void {
    this.#keep({ legId: this.legId, isTaken: true })
  }

  /** The vendor brings the caller, as this; `false`: they are there already, as another. */
  comes(legId: string): boolean {
    if (this.#leg) return this.#leg.legId === legId
    this.#keep({ legId, isTaken: false })
    return true
  }

  /** The caller was elsewhere and is brought to the model again, as this. */
  comesBack(legId: string): void {
    this.#keep({ legId, isTaken: false })
  }

  get announced(): Announced | null {
    return announcedSchema.safeParse(this.#storage.kv.get(ANNOUNCED)).data ?? null
  }

  announce(caller: Announced): void {
    this.#storage.kv.put(ANNOUNCED, caller)
  }

  #keep(leg: Leg): void {
    this.#leg = leg
    void this.#storage.put(LEG, leg, UNCONFIRMED)
  }
}
