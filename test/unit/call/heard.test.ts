import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PhoneLine, type Ways } from './phoneLine.ts'
import { audio, done, ready, responds, ScriptedCall, speech, started } from './script.ts'

/**
 * How near the truth the call's idea of what was heard is, over lines of any delay. The truth is the
 * line's: what the carrier had played when the `clear` came, or when the caller hung up.
 */
interface Answer {
  pieces: readonly { gap: number; durationMs: number }[]
  /** When the caller breaks in or hangs up, counted from the beginning of the answer. */
  cutAfter: number
}

const answer: fc.Arbitrary<Answer> = fc.record({
  pieces: fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 700 }),
      durationMs: fc.integer({ min: 20, max: 600 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  cutAfter: fc.integer({ min: 0, max: 6000 }),
})
const answers = fc.array(answer, { minLength: 1, maxLength: 4 })

const delay = fc.integer({ min: 0, max: 150 })

/** Lines that add up to `jitterMs` to any message, and may lose marks. */
function waysOf(jitterMs: number): fc.Arbitrary<Ways> {
  return fc.record({
    downMs: delay,
    upMs: delay,
    jitterMs: fc.array(fc.integer({ min: 0, max: jitterMs }), { minLength: 1, maxLength: 30 }),
    lost: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  })
}

/** Between the caller's breaking in and the next answer. */
const PAUSE_MS = 1000

class Conversation {
  readonly call = new ScriptedCall()
  readonly line: PhoneLine
  #now = 0
  #answers = 0
  #playedBefore = 0

  constructor(ways: Ways) {
    this.line = new PhoneLine(this.call, ways)
    this.line.tell(0, ready)
    this.line.tell(0, started)
  }

  /** The agent answers until the caller breaks in; how much was heard, and how much counts as heard. */
  interrupted(answer: Answer): { heardMs: number; reallyMs: number } | null {
    const now = this.#speak(answer)
    const effects = this.line.tell(now, speech(`c${this.#answers}`))
    const cut = effects.find(({ type }) => type === 'engine.truncate')
    this.line.tell(now, done(`r${this.#answers}`, 'cancelled'))
    const reallyMs = this.line.playedMs(Infinity) - this.#playedBefore
    this.#playedBefore += reallyMs
    this.#now = Math.max(now, this.line.clearedAt) + PAUSE_MS
    return cut?.type === 'engine.truncate' ? { heardMs: cut.heardMs, reallyMs } : null
  }

  /** The same, when the caller hangs up. */
  hungUp(answer: Answer): { heardMs: number; reallyMs: number } {
    const at = this.#speak(answer)
    const reallyMs = this.line.playedMs(at) - this.#playedBefore
    this.line.hangUp(at)
    const turn = this.call.turns.find(({ itemId }) => itemId === `i${this.#answers}`)
    return { heardMs: turn?.heardMs ?? 0, reallyMs }
  }

  /** Returns when the caller has had enough. */
  #speak({ pieces, cutAfter }: Answer): number {
    const n = ++this.#answers
    const end = this.#now + cutAfter
    this.line.tell(this.#now, responds(`r${n}`))
    let at = this.#now
    for (const { gap, durationMs } of pieces) {
      at += gap
      if (at <= end) this.line.tell(at, audio(`r${n}`, `i${n}`, durationMs))
    }
    return end
  }
}

const RUNS = { numRuns: 1000 }

describe('what counts as heard', () => {
  test('is within a millisecond below the truth over a line of steady delay', () => {
    fc.assert(
      fc.property(waysOf(0), answers, (ways, all) => {
        const conversation = new Conversation(ways)
        for (const one of all) {
          const cut = conversation.interrupted(one)
          if (!cut) continue
          expect(cut.heardMs).toBeLessThanOrEqual(cut.reallyMs)
          expect(cut.heardMs).toBeGreaterThan(cut.reallyMs - 1)
        }
      }),
      RUNS,
    )
  })

  test('is at most the jitter too much, and at most twice as much too little', () => {
    const scene = fc
      .integer({ min: 1, max: 80 })
      .chain((jitterMs) => fc.tuple(fc.constant(jitterMs), waysOf(jitterMs), answers))
    fc.assert(
      fc.property(scene, ([jitterMs, ways, all]) => {
        const conversation = new Conversation(ways)
        for (const one of all) {
          const cut = conversation.interrupted(one)
          if (!cut) continue
          expect(cut.heardMs).toBeLessThanOrEqual(cut.reallyMs + jitterMs)
          expect(cut.heardMs).toBeGreaterThan(cut.reallyMs - 2 * jitterMs - 1)
        }
      }),
      RUNS,
    )
  })

  test('is never more than the truth when the caller hangs up, over a line of steady delay', () => {
    fc.assert(
      fc.property(waysOf(0), answers, answer, (ways, before, last) => {
        const conversation = new Conversation(ways)
        for (const one of before) conversation.interrupted(one)
        const { heardMs, reallyMs } = conversation.hungUp(last)
        expect(heardMs).toBeLessThanOrEqual(reallyMs)
      }),
      RUNS,
    )
  })

  test('is little less than that, once the line is known', () => {
    const wholeAnswer = { pieces: [{ gap: 0, durationMs: 400 }], cutAfter: 1000 }
    const ways = waysOf(0).map((some) => ({ ...some, lost: [false] }))
    fc.assert(
      fc.property(ways, answer, (line, last) => {
        const conversation = new Conversation(line)
        conversation.interrupted(wholeAnswer)
        const { heardMs, reallyMs } = conversation.hungUp(last)
        // The round trip is believed to drift by 5 ms whenever speech begins anew.
        const restarts = last.pieces.length
        expect(heardMs).toBeGreaterThan(reallyMs - 1 - 5 * restarts)
      }),
      RUNS,
    )
  })
})
