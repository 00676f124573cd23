/** Somebody in a conference, and how they are in it. */
import type { SeatTerms } from '../twimlNouns.ts'
import type { Sounding } from './mixer.ts'

/** What a seat asks of the call that takes it. */
export interface Guest extends Sounding {
  readonly status: string
  /** Somebody else in the room presses a key. */
  hearKey(digit: string): void
}

/** Why somebody is not in the room any more. */
export type Leaving = 'hung_up' | 'updated' | 'kicked' | 'conference_ended' | 'time_limit'

export class Seat implements Sounding {
  readonly guest: Guest
  readonly terms: Readonly<SeatTerms>
  readonly takenAt = new Date()
  readonly left: Promise<Leaving>
  muted: boolean
  hold = false
  coachTo: string | null
  endConferenceOnExit: boolean
  beepOnExit: boolean
  #leave: (why: Leaving) => void = () => undefined

  constructor(guest: Guest, terms: SeatTerms) {
    this.guest = guest
    this.terms = terms
    this.muted = terms.muted
    this.coachTo = terms.coachTo
    this.endConferenceOnExit = terms.endConferenceOnExit
    this.beepOnExit = terms.beep === 'true' || terms.beep === 'onExit'
    this.left = new Promise((resolve) => (this.#leave = resolve))
  }

  get callSid(): string {
    return this.guest.callSid
  }

  next(at: number): string | null {
    return this.guest.next(at)
  }

  hear(frame: Uint8Array, at: number): void {
    this.guest.hear(frame, at)
  }

  /** The room has let them go. */
  vacate(why: Leaving): void {
    this.#leave(why)
  }
}
