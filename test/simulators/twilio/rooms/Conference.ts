/**
 * One conference: who is in it, who hears whom, and what the first one's callback is told.
 * https://www.twilio.com/docs/voice/twiml/conference
 */
import { newSid } from '../sid.ts'
import type { SeatTerms } from '../twimlNouns.ts'
import { ConferenceCallbacks, type Teller } from './callbacks.ts'
import { Mixer } from './mixer.ts'
import { type Guest, type Leaving, Seat } from './Seat.ts'
import { beepSound } from './sounds.ts'

export type ConferenceStatus = 'init' | 'in-progress' | 'completed'

export type ConferenceEnd =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left'

/** Somebody who is called. */
export interface Coming {
  guest: Guest
  terms: Readonly<SeatTerms>
  since: Date
}

export class Conference {
  readonly sid = newSid('CF')
  readonly name: string
  readonly createdAt = new Date()
  status: ConferenceStatus = 'init'
  end: { reason: ConferenceEnd; callSid: string | null; at: Date } | null = null
  readonly #seats = new Set<Seat>()
  readonly #coming = new Map<Guest, Coming>()
  readonly #callbacks: ConferenceCallbacks
  readonly #mixer = new Mixer<Seat>({
    hears: (listener, speaker) => this.#hears(listener, speaker),
    music: (listener) => listener.hold || (listener.terms.music && this.status === 'init'),
  })

  constructor(name: string, teller: Teller) {
    this.name = name
    this.#callbacks = new ConferenceCallbacks({ sid: this.sid, name }, teller)
  }

  get seats(): readonly Seat[] {
    return [...this.#seats]
  }

  /** Whom the API has called, and who have not picked up. They are participants already. */
  get coming(): readonly Coming[] {
    return [...this.#coming.values()]
  }

  awaits(guest: Guest, terms: SeatTerms): void {
    this.#coming.set(guest, { guest, terms, since: new Date() })
  }

  /** What the first participant's callback was told: its events, in order. */
  get events(): readonly string[] {
    return this.#callbacks.events
  }

  /** `null`: the room is full, or over. */
  join(guest: Guest, terms: SeatTerms): Seat | null {
    this.#coming.delete(guest)
    if (this.status === 'completed' || this.#seats.size >= terms.maxParticipants) return null
    this.#callbacks.subscribe(terms.told)
    const seat = new Seat(guest, terms)
    this.#seats.add(seat)
    this.#mixer.add(seat)
    // One alone hears music, whoever it is.
    const begins =
      this.#seats.size > 1 && this.seats.some((one) => one.terms.startConferenceOnEnter)
    if (begins && this.status === 'init') {
      this.status = 'in-progress'
      this.#callbacks.tell('start', 'conference-start')
    }
    this.#callbacks.tell('join', 'participant-join', seat)
    if (terms.beep === 'true' || terms.beep === 'onEnter') this.#mixer.announce(beepSound('enter'))
    return seat
  }

  /** They are not there any more; it may end the conference. */
  leave(seat: Seat, why: Leaving): void {
    if (!this.#seats.delete(seat)) return
    this.#mixer.remove(seat)
    seat.vacate(why)
    this.#callbacks.tell('leave', 'participant-leave', seat, {
      ReasonParticipantLeft: LEFT[why],
      ParticipantCallStatus: seat.guest.status,
    })
    if (this.status === 'completed') return
    if (seat.beepOnExit) this.#mixer.announce(beepSound('exit'))
    const kicked = why === 'kicked'
    if (seat.endConferenceOnExit) {
      const how = kicked ? 'kicked' : 'left'
      this.#over(`participant-with-end-conference-on-exit-${how}`, seat)
    } else if (this.#seats.size === 0) {
      this.#over(kicked ? 'last-participant-kicked' : 'last-participant-left', seat)
    }
  }

  /** Somebody whom the API called and who never came. */
  missed(guest: Guest, terms: SeatTerms): void {
    this.#coming.delete(guest)
    if (this.status === 'completed') return
    this.#callbacks.subscribe(terms.told)
    this.#callbacks.tell('leave', 'participant-leave', new Seat(guest, terms), {
      ReasonParticipantLeft: 'participant_call_failed',
      ParticipantCallStatus: guest.status,
    })
  }

  /** A key of theirs, which the others hear. */
  passKey(from: Guest, digit: string): void {
    for (const { guest } of this.#seats) if (guest !== from) guest.hearKey(digit)
  }

  finish(): void {
    if (this.status !== 'completed') this.#over('conference-ended-via-api', null)
  }

  tellChange(event: 'mute' | 'hold' | 'modify', name: string, seat: Seat): void {
    this.#callbacks.tell(event, name, seat)
  }

  /** Resolves once everything has been told. */
  flush(): Promise<void> {
    return this.#callbacks.flush()
  }

  #over(reason: ConferenceEnd, last: Seat | null): void {
    this.status = 'completed'
    this.end = { reason, callSid: last?.callSid ?? null, at: new Date() }
    for (const seat of this.seats) this.leave(seat, 'conference_ended')
    this.#callbacks.tell('end', 'conference-end', undefined, {
      ReasonConferenceEnded: reason,
      ...(last ? { CallSidEndingConference: last.callSid } : {}),
      ...(last?.terms.label ? { ParticipantLabelEndingConference: last.terms.label } : {}),
    })
  }

  #hears(listener: Seat, speaker: Seat): boolean {
    if (this.status !== 'in-progress' || listener.hold || speaker.hold || speaker.muted)
      return false
    return speaker.coachTo === null || speaker.coachTo === listener.callSid
  }
}

const LEFT: Record<Leaving, string> = {
  hung_up: 'participant_hung_up',
  updated: 'participant_updated_via_api',
  kicked: 'participant_kicked_via_api',
  conference_ended: 'conference_ended',
  time_limit: 'participant_time_limit_reached',
}
