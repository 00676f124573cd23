/** A person on the phone who talks, listens, and holds the line while it is broken. */
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { prepareAudio, type SimulatedCall } from '../../simulators/twilio/index.ts'
import { NUMBER } from '../subjects.ts'
import type { FaultHost, Restart } from './host.ts'
import { Ear } from './truth.ts'

export const PHASES = [
  'ringing',
  'greeting',
  'caller speaking',
  'agent speaking',
  'agent thinking',
  'closing',
  'hung up',
] as const
/** Where a call is, as the caller would say. */
export type Phase = (typeof PHASES)[number]

export interface Manners {
  /** Questions before the caller hangs up; the agent may end the call before. */
  questions: number
  /** The pause before each of them, in ms. */
  pauseMs: number
}

/** Nobody waits longer for a sign of life. */
const PATIENCE_MS = 20_000
const QUIET_MS = 300

const QUESTION = prepareAudio(
  encodeMulaw(speak('Hello, what are your opening hours?', CALLER_VOICE)),
)

let callers = 0

export class Caller {
  readonly call: SimulatedCall
  readonly ear: Ear
  /** Resolves when the call is over; `hungUpAt` tells whether the caller had finished. */
  readonly over: Promise<void>
  /** When the caller hung up, `performance.now()`; `null`: they did not. */
  hungUpAt: number | null = null
  /** When the object of this call alone was lost, `performance.now()`. */
  readonly lostAt: number[] = []
  /** The agent was not heard any more, and the caller gave up. */
  gaveUp = false
  /** When the caller last stopped speaking, `performance.now()`: before it nobody waits for an answer. */
  spokeUntil = 0
  #asked = false

  constructor({ twilio }: FaultHost, manners: Manners) {
    callers += 1
    this.call = twilio.placeCall({
      to: NUMBER,
      // Each is somebody else, by whom the model's sessions are told apart.
      from: `+1202556${String(callers).padStart(4, '0')}`,
      streamOpenDelayMs: 150,
      capture: false,
    })
    this.ear = new Ear(this.call)
    this.over = this.#talk(manners)
  }

  get phase(): Phase {
    const { call } = this
    if (this.hungUpAt !== null) return 'hung up'
    if (call.endedAt !== null) return 'closing'
    if (call.streams.length === 0) return 'ringing'
    if (call.callerIsSpeaking) return 'caller speaking'
    if (!this.#asked) return 'greeting'
    return call.agentIsSpeaking ? 'agent speaking' : 'agent thinking'
  }

  /** When nobody was there for this call alone: from the loss of its object to the next stream, if one came. */
  get breaks(): Restart[] {
    return this.lostAt.map((endedAt) => {
      const next = this.call.streams.find(({ startedAt }) => startedAt > endedAt)
      return { endedAt, acceptingAt: next?.startedAt ?? Infinity }
    })
  }

  /** Whether somebody is on the line who will hear the agent again. */
  get isOnTheLine(): boolean {
    return this.hungUpAt === null && this.call.endedAt === null
  }

  async #talk({ questions, pauseMs }: Manners): Promise<void> {
    const { call } = this
    try {
      await this.#hearOut(0)
      for (let n = 0; n < questions; n++) {
        await sleep(pauseMs)
        const heard = this.ear.soundsAt.length
        this.#asked = true
        const { endedAt } = await call.speak(QUESTION)
        this.spokeUntil = endedAt
        await this.#hearOut(heard)
      }
    } catch {
      // The agent has ended the call, or it was given up.
    }
    if (call.endedAt === null) {
      this.hungUpAt = performance.now()
      call.hangUp()
    }
    await call.ended
  }

  /** Until the agent has said something more than `heard` sounds, and a line is there to answer on. */
  async #hearOut(heard: number): Promise<void> {
    const { call, ear } = this
    const giveUpAt = performance.now() + PATIENCE_MS
    while (ear.soundsAt.length <= heard || call.agentIsSpeaking || !call.stream) {
      if (call.endedAt !== null) throw new Error('The call is over.')
      if (performance.now() > giveUpAt) {
        this.gaveUp = true
        throw new Error('Nobody is there.')
      }
      await sleep(50)
    }
    await call.agentIdle(QUIET_MS, PATIENCE_MS)
  }
}
