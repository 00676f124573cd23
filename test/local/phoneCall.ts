/** A caller with manners, or without: what is said when, and what is waited for. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  FRAME_MS,
  type PreparedAudio,
  type SimulatedCall,
  type SpokenFacts,
} from '../simulators/twilio/index.ts'
import { ANSWER_MS, GOODBYE_MS, GREETING_MS, PATIENCE_MS, QUIET_MS } from './manners.ts'
import type { Meeting, MeetingFacts } from './persons.ts'
import type { Step } from './spokenScript.ts'
import { answerTime, bargeInTime, type Heard, type PhoneFacts } from './measure.ts'

export interface CallScript {
  steps: readonly Step[]
  bargeIn: boolean
  /** Waits for the caller to be put through to somebody, or not; `null`: they are not to be. */
  transfer: (() => Promise<MeetingFacts>) | null
}

/** What the phone tells while it happens. */
export interface PhoneEvents {
  callerSpeaks(): void
  /** The agent answered, so long after the caller's last sound. */
  answered(ms: number): void
  /** The agent fell silent, so long after the caller's first sound. */
  interrupted(ms: number): void
  pressed(digits: string): void
  hungUp(): void
}

/** A caller who is told nothing waits no longer for a broken line. */
const BROKEN_MS = 30_000
/** No answer is longer. */
const SPEECH_LIMIT_MS = 120_000

export class PhoneCall {
  readonly #call: SimulatedCall
  readonly #script: CallScript
  readonly #events: PhoneEvents
  readonly #spoken: SpokenFacts[] = []
  readonly #heard: Heard[] = []
  /** What became of the transfer; `null`: there was none. */
  meeting: Meeting | null = null
  /** The first sound of what the caller is saying; `null` when the agent has made room for it. */
  #onsetAt: number | null = null

  constructor(call: SimulatedCall, script: CallScript, events: PhoneEvents) {
    this.#call = call
    this.#script = script
    this.#events = events
    call.on('agentSpeaking', (startedAt) => this.#heard.push({ startedAt, endedAt: null }))
    call.on('agentQuiet', (at) => {
      const last = this.#heard.at(-1)
      if (last) last.endedAt = at
    })
    call.on('cleared', ({ at, droppedBytes }) => {
      if (this.#onsetAt === null || at <= this.#onsetAt || droppedBytes === 0) return
      events.interrupted(Math.round(at - this.#onsetAt))
      this.#onsetAt = null
    })
  }

  /** Talks until everything is said or the agent hangs up. Resolves when the call is over. */
  async talk(): Promise<void> {
    try {
      await this.#converse()
    } catch (error) {
      // Every wait ends with an error when the call does: the agent may hang up at any time.
      if (this.#call.endedAt === null) throw error
    } finally {
      this.#call.hangUp()
      await this.#call.ended
    }
  }

  facts(): PhoneFacts {
    const [stream] = this.#call.streams
    return {
      placedAt: this.#call.startedAt,
      openedAt: stream?.startedAt ?? null,
      firstAudioAt: stream?.firstAudioAt ?? null,
      spoken: this.#spoken,
      heard: this.#heard,
      clears: this.#call.clears,
    }
  }

  async #converse(): Promise<void> {
    if (!this.#call.stream) await this.#call.until('streamStarted', 30_000)
    await this.#agentBegins(GREETING_MS)
    for (const step of this.#script.steps) {
      await this.#holdTheLine()
      await this.#take(step)
    }
    const first = this.#script.steps.find((step) => step.do === 'say')
    if (this.#script.bargeIn && first && !this.#hasInterrupted()) await this.#take(first)
    if (this.#script.transfer) await this.#meet(this.#script.transfer)
    if (this.meeting !== 'met') {
      await this.#call.agentIdle(GOODBYE_MS, SPEECH_LIMIT_MS)
      await this.#holdTheLine()
    }
    this.#events.hungUp()
  }

  /** Whoever is not put through hears from the agent why. */
  async #meet(transfer: () => Promise<MeetingFacts>): Promise<void> {
    const { meeting, at } = await transfer()
    this.meeting = meeting
    if (meeting === 'not_met') await this.#agentBegins(ANSWER_MS, at)
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'say':
        return this.#say(step.utterance)
      case 'press':
        return this.#press(step.keys)
      case 'wait':
        return sleep(step.ms)
    }
  }

  /** Where the line is broken, waits for the agent to be heard over the next one. */
  async #holdTheLine(): Promise<void> {
    if (this.#call.stream || this.#call.endedAt !== null) return
    await this.#call.until('agentSpeaking', BROKEN_MS).catch(() => undefined)
    await this.#call.agentIdle(QUIET_MS, SPEECH_LIMIT_MS)
  }

  /** Waits for the right moment, speaks, and waits until the agent begins to answer. */
  async #say(utterance: PreparedAudio): Promise<void> {
    await this.#takeTheFloor()
    this.#events.callerSpeaks()
    const index = this.#spoken.length
    this.#call.once('callerFrame', (_, at) => {
      this.#onsetAt = at + (utterance.speech?.first ?? 0) * FRAME_MS
    })
    this.#spoken.push(await this.#call.speak(utterance))
    await this.#agentBegins(ANSWER_MS, this.#spoken[index]?.speechEndedAt ?? 0)
    // What is cleared from here on is not cut off by these words: it may be music.
    this.#onsetAt = null
    const ms = answerTime(this.facts(), index)
    if (ms !== undefined) this.#events.answered(ms)
  }

  async #takeTheFloor(): Promise<void> {
    const { bargeIn } = this.#script
    const since = this.#heard.at(-1)?.startedAt
    if (bargeIn && this.#call.agentIsSpeaking && since !== undefined) {
      await sleep(Math.max(0, since + PATIENCE_MS - performance.now()))
      if (this.#call.agentIsSpeaking) return
    }
    await this.#call.agentIdle(QUIET_MS, SPEECH_LIMIT_MS)
  }

  async #press(digits: string): Promise<void> {
    await this.#call.agentIdle(QUIET_MS, SPEECH_LIMIT_MS)
    this.#events.pressed(digits)
    const pressedAt = performance.now()
    await this.#call.press(digits)
    await this.#agentBegins(ANSWER_MS / 3, pressedAt)
  }

  /** Waits until the agent is heard, later than `after`. Silence is no error: the agent may just listen. */
  async #agentBegins(withinMs: number, after = 0): Promise<void> {
    if (this.#heard.some(({ startedAt }) => startedAt > after)) return
    await this.#call.until('agentSpeaking', withinMs).catch(() => undefined)
    if (this.#call.endedAt !== null) throw new Error('The call is over.')
  }

  #hasInterrupted(): boolean {
    return this.#spoken.some((_, n) => bargeInTime(this.facts(), n) !== undefined)
  }
}
