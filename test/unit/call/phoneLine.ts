import type { CallEffect, CallEvent } from '../../../worker/call/events.ts'
import type { ScriptedCall } from './script.ts'

/** How long messages take between the call and the carrier. */
export interface Ways {
  downMs: number
  upMs: number
  /** What is added to one message after the other, of both ways; over and over. */
  jitterMs: readonly number[]
  /** Which marks never come back, one after the other; over and over. */
  lost: readonly boolean[]
}

/**
 * A carrier at the end of a line: it gets what the call sends one way later, plays it in real time, and
 * echoes marks, which take the other way. Neither way changes the order of messages. Times are whole
 * ms, as the call's clock reads them.
 */
export class PhoneLine {
  readonly #call: ScriptedCall
  readonly #ways: Ways
  #played: { startsAt: number; endsAt: number }[] = []
  readonly #marks: { name: string; dueAt: number }[] = []
  readonly #echoes: { at: number; event: CallEvent }[] = []
  #downAt = 0
  #upAt = 0
  #messages = 0
  #echoed = 0
  /** When the last `clear` was obeyed. */
  clearedAt = 0

  constructor(call: ScriptedCall, ways: Ways) {
    this.#call = call
    this.#ways = ways
  }

  /** Lets something happen to the call at a time, after everything that reaches it by then. */
  tell(at: number, event: CallEvent): CallEffect[] {
    this.#arriveUntil(at)
    return this.#happens(at, event)
  }

  /** The caller hangs up; the call is told one way later. Returns when. */
  hangUp(at: number): number {
    this.#echoUntil(at)
    const toldAt = this.#up(at)
    this.tell(toldAt, { type: 'carrier.stopped' })
    return toldAt
  }

  /** How much the carrier has played by a time, in ms. */
  playedMs(until: number): number {
    return this.#played.reduce(
      (sum, { startsAt, endsAt }) => sum + Math.max(0, Math.min(until, endsAt) - startsAt),
      0,
    )
  }

  #happens(at: number, event: CallEvent): CallEffect[] {
    const effects = this.#call.at(at, event)
    for (const effect of effects) this.#carry(at, effect)
    return effects
  }

  #carry(now: number, effect: CallEffect): void {
    if (effect.type === 'carrier.play') {
      const startsAt = Math.max(this.#down(now), this.#freeAt)
      const durationMs = Number(effect.payload.split(':')[1])
      this.#played.push({ startsAt, endsAt: startsAt + durationMs })
      if (effect.mark) this.#mark(now, effect.mark)
    }
    if (effect.type === 'carrier.send_mark') this.#mark(now, effect.mark)
    if (effect.type === 'carrier.clear') this.#clear(this.#down(now))
  }

  #mark(now: number, name: string): void {
    this.#marks.push({ name, dueAt: Math.max(this.#down(now), this.#freeAt) })
  }

  #clear(at: number): void {
    this.clearedAt = at
    this.#played = this.#played
      .filter(({ startsAt }) => startsAt < at)
      .map(({ startsAt, endsAt }) => ({ startsAt, endsAt: Math.min(endsAt, at) }))
    for (const mark of this.#marks) mark.dueAt = Math.min(mark.dueAt, at)
  }

  #arriveUntil(time: number): void {
    this.#echoUntil(time)
    while (this.#echoes[0] && this.#echoes[0].at <= time) {
      const { at, event } = this.#echoes[0]
      this.#echoes.shift()
      this.#happens(at, event)
    }
  }

  #echoUntil(time: number): void {
    const { lost } = this.#ways
    while (this.#marks[0] && this.#marks[0].dueAt <= time) {
      const { name, dueAt } = this.#marks[0]
      this.#marks.shift()
      const at = this.#up(dueAt)
      if (lost[this.#echoed++ % lost.length]) continue
      this.#echoes.push({ at, event: { type: 'carrier.mark', name } })
    }
  }

  get #freeAt(): number {
    return this.#played.at(-1)?.endsAt ?? 0
  }

  #down(now: number): number {
    this.#downAt = Math.max(this.#downAt, now + this.#ways.downMs + this.#jitter())
    return this.#downAt
  }

  #up(now: number): number {
    this.#upAt = Math.max(this.#upAt, now + this.#ways.upMs + this.#jitter())
    return this.#upAt
  }

  #jitter(): number {
    const { jitterMs } = this.#ways
    return jitterMs[this.#messages++ % jitterMs.length] ?? 0
  }
}
