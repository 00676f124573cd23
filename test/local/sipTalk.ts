/** A caller by SIP: says and presses what is to be said and pressed, when it is their turn. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SipPhone } from '../simulators/openai/index.ts'
import { FRAME_MS, type PreparedAudio } from '../simulators/twilio/index.ts'
import { ANSWER_MS, GOODBYE_MS, GREETING_MS, PATIENCE_MS, QUIET_MS } from './manners.ts'
import type { Timings } from './measure.ts'
import type { PhoneEvents } from './phoneCall.ts'
import type { Step } from './spokenScript.ts'

const LOOK_MS = 10

export class SipTalk {
  readonly answerMs: number[] = []
  readonly bargeInMs: number[] = []
  readonly #phone: SipPhone
  readonly #bargeIn: boolean
  readonly #events: PhoneEvents

  constructor(phone: SipPhone, bargeIn: boolean, events: PhoneEvents) {
    this.#phone = phone
    this.#bargeIn = bargeIn
    this.#events = events
  }

  /** Resolves when the call is over, with whether it was the other side that hung up. */
  async talk(steps: readonly Step[]): Promise<boolean> {
    await this.#heardAfter(0, GREETING_MS)
    for (const step of steps) await this.#take(step)
    await this.#quiet(GOODBYE_MS)
    if (this.#phone.isOver) return true
    this.#events.hungUp()
    this.#phone.hangUp()
    return false
  }

  /** `answeredAt`: when the call was, in ms of `performance.now()`. */
  timings(answeredAt: number): Timings {
    const { firstHeardAt, startedAt } = this.#phone
    const since = (at: number): number | null =>
      firstHeardAt === null ? null : Math.round(firstHeardAt - at)
    return {
      firstWordMs: since(answeredAt),
      firstWordFromWebhookMs: since(startedAt),
      answerMs: this.answerMs,
      bargeInMs: this.bargeInMs,
    }
  }

  async #take(step: Step): Promise<void> {
    if (this.#phone.isOver) return
    switch (step.do) {
      case 'say':
        return this.#say(step.utterance)
      case 'press':
        return this.#press(step.keys)
      case 'wait':
        return sleep(step.ms)
    }
  }

  async #say({ audio, speech }: PreparedAudio): Promise<void> {
    const interrupts = this.#bargeIn && this.#phone.hears
    await (interrupts ? sleep(PATIENCE_MS) : this.#quiet(QUIET_MS))
    if (this.#phone.isOver) return
    const wasHeard = this.#phone.hears
    this.#events.callerSpeaks()
    const onsetAt = performance.now() + (speech?.first ?? 0) * FRAME_MS
    await Promise.race([this.#phone.speak(audio), this.#over()])
    const silentSince = this.#phone.lastHeard?.endsAt ?? 0
    const spokeUntil = performance.now() - audio.length / 8 + ((speech?.last ?? 0) + 1) * FRAME_MS
    if (wasHeard && silentSince > onsetAt && silentSince < performance.now()) {
      this.bargeInMs.push(Math.round(silentSince - onsetAt))
      this.#events.interrupted(Math.round(silentSince - onsetAt))
    }
    const answeredAt = await this.#heardAfter(spokeUntil, ANSWER_MS)
    if (answeredAt === null) return
    this.answerMs.push(Math.round(answeredAt - spokeUntil))
    this.#events.answered(Math.round(answeredAt - spokeUntil))
  }

  async #press(keys: string): Promise<void> {
    await this.#quiet(QUIET_MS)
    this.#events.pressed(keys)
    const pressedAt = performance.now()
    for (const key of keys) this.#phone.press(key)
    await this.#heardAfter(pressedAt, ANSWER_MS / 3)
  }

  /** When the other side is heard next, later than `at`; `null`: it is not. */
  async #heardAfter(at: number, withinMs: number): Promise<number | null> {
    const until = performance.now() + withinMs
    while (!this.#phone.isOver && performance.now() < until) {
      const { lastHeard, firstHeardAt } = this.#phone
      if (firstHeardAt !== null && firstHeardAt > at) return firstHeardAt
      if (lastHeard && lastHeard.startsAt > at) return lastHeard.startsAt
      await sleep(LOOK_MS)
    }
    return null
  }

  /** Until the other side has been silent for so long. */
  async #quiet(ms: number): Promise<void> {
    const since = performance.now()
    while (!this.#phone.isOver) {
      const last = Math.max(since, this.#phone.lastHeard?.endsAt ?? 0)
      if (performance.now() - last >= ms) return
      await sleep(LOOK_MS)
    }
  }

  async #over(): Promise<void> {
    while (!this.#phone.isOver) await sleep(LOOK_MS)
  }
}
