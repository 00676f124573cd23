import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hearWindow,
  QUIET,
  type SpeechEnd,
  type SpeechRules,
} from '../../../../worker/engines/pipeline/speechEnds.ts'

const RULES: SpeechRules = { threshold: 0.5, onsetMs: 20, silenceMs: 30 }

/** Windows of 10 ms, as probable as this; the ends they tell of, each with when it was told. */
function hear(
  probabilities: readonly number[],
  rules = RULES,
): (SpeechEnd & { toldAtMs: number })[] {
  let speech = QUIET
  return probabilities.flatMap((probability, n) => {
    const toMs = 10 * (n + 1)
    const [next, end] = hearWindow(speech, { fromMs: 10 * n, toMs, probability }, rules)
    speech = next
    return end ? [{ ...end, toldAtMs: toMs }] : []
  })
}

describe('speech begins', () => {
  test('where it rose, told when it has been probable for long enough', () => {
    expect(hear([0.1, 0.5, 0.9, 0.9])).toEqual([{ type: 'started', atMs: 10, toldAtMs: 30 }])
  })

  test('not by one probable window', () => {
    expect(hear([0.9, 0.4, 0.9, 0.49, 0.9])).toEqual([])
  })

  test('once', () => {
    expect(hear(Array.from({ length: 50 }, () => 0.9))).toHaveLength(1)
  })
})

describe('speech ends', () => {
  test('with its last sound, told after enough quiet', () => {
    expect(hear([0.9, 0.9, 0.9, 0, 0, 0, 0]).slice(1)).toEqual([
      { type: 'stopped', atMs: 30, voiceMs: 30, toldAtMs: 60 },
    ])
  })

  test('not in a short pause, nor where it is a little less probable than at its beginning', () => {
    expect(hear([0.9, 0.9, 0, 0, 0.36, 0, 0, 0.36, 0, 0])).toHaveLength(1)
    expect(hear([0.9, 0.9, 0, 0, 0.34, 0, 0])).toHaveLength(2)
  })

  test('and can begin again', () => {
    const types = hear([0.9, 0.9, 0, 0, 0, 0.9, 0.9, 0, 0, 0]).map(({ type }) => type)
    expect(types).toEqual(['started', 'stopped', 'started', 'stopped'])
  })

  test('at whatever threshold, when nothing is heard', () => {
    const thresholds = fc.double({ min: 0.1, max: 0.95, noNaN: true })
    fc.assert(
      fc.property(thresholds, (threshold) => {
        const ends = hear([1, 1, 0.04, 0.04, 0.04], { ...RULES, threshold })
        return ends.length === 2
      }),
    )
  })
})

test('beginnings and ends take turns, and none is told before it was', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(probabilities, (all) => {
      const ends = hear(all)
      for (const [n, end] of ends.entries()) {
        expect(end.type).toBe(n % 2 === 0 ? 'started' : 'stopped')
        expect(end.atMs).toBeLessThan(end.toldAtMs)
        expect(end.atMs).toBeGreaterThanOrEqual(ends[n - 1]?.atMs ?? 0)
        const lasted = end.atMs - (ends[n - 1]?.atMs ?? 0)
        expect(end).toMatchObject(end.type === 'stopped' ? { voiceMs: lasted } : {})
      }
    }),
  )
})
