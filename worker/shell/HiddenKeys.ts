import { type Collecting, HIDDEN_KEY, hidesCaller } from '../call/digits.ts'
import type { CarrierEvent } from '../call/events.ts'
import type { DigitVault } from '../tools/vault.ts'

/** After an entry the phone's tones are still on their way, and some callers press one key more; in ms. */
const VOICE_STAYS_HIDDEN_MS = 500
const KEYS_STAY_HIDDEN_MS = 2_000
const NEVER = -Infinity

/**
 * Keeps what a caller enters in secret from everybody but the vault: the call is told that a key was
 * pressed, and not which; nobody hears the caller meanwhile.
 */
export class HiddenKeys {
  readonly #vault: DigitVault
  readonly #now: () => number
  #digits = ''
  #hiddenAt = NEVER

  /** `now`: epoch ms. */
  constructor(vault: DigitVault, now: () => number) {
    this.#vault = vault
    this.#now = now
  }

  /** What the call may know of this; `null`: nothing. */
  seen(event: CarrierEvent, collecting: Collecting | null): CarrierEvent | null {
    if (event.type !== 'carrier.dtmf') return event
    if (!collecting || !hidesCaller(collecting)) {
      return this.#now() - this.#hiddenAt < KEYS_STAY_HIDDEN_MS ? null : event
    }
    if (collecting.digits === '') this.#digits = ''
    this.#hiddenAt = this.#now()
    if (event.digit === collecting.wanted.terminator) return event
    this.#digits += event.digit
    return { ...event, digit: HIDDEN_KEY }
  }

  /** What others may hear of this piece of the caller's audio. */
  heard(payload: string, collecting: Collecting | null): string {
    if (hidesCaller(collecting)) this.#hiddenAt = this.#now()
    else if (this.#hiddenAt === NEVER) return payload
    return this.#now() - this.#hiddenAt < VOICE_STAYS_HIDDEN_MS ? silenceLike(payload) : payload
  }

  /** What stands for the entry that is over. */
  keep(): string {
    const digits = this.#digits
    this.#digits = ''
    return this.#vault.keep(digits)
  }
}

/** As many samples of µ-law silence (0xff): in base64 these are slashes. */
function silenceLike(payload: string): string {
  const end = payload.match(/=*$/)?.[0] ?? ''
  const length = payload.length - end.length
  // A last group that is not whole has bits to spare, which are zero.
  const last = { '': '', '=': '8', '==': 'w' }[end] ?? ''
  return '/'.repeat(length - last.length) + last + end
}
