import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { JitterBuffer } from '../../../dashboard/features/test-call/audio/JitterBuffer.ts'

const START = 480
const QUANTUM = 128

const ramp = (length: number, from = 1) => Float32Array.from({ length }, (_, i) => from + i)

/** Pulls one quantum; returns what was played and which marks were reached. */
function pull(buffer: JitterBuffer, length = QUANTUM) {
  const out = new Float32Array(length).fill(NaN)
  const marks = buffer.pull(out)
  return { out: [...out], marks }
}

test('stays silent until enough is queued to survive late frames', () => {
  const buffer = new JitterBuffer(START)
  buffer.push(ramp(160))
  expect(pull(buffer).out.every((sample) => sample === 0)).toBe(true)
  buffer.push(ramp(320, 161))
  expect(pull(buffer).out).toEqual([...ramp(QUANTUM)])
})

test('plays a sound that is shorter than the start threshold, a little later', () => {
  const buffer = new JitterBuffer(START)
  buffer.push(ramp(100))
  const played = Array.from({ length: 6 }, () => pull(buffer).out).flat()
  expect(played.filter((sample) => sample !== 0)).toEqual([...ramp(100)])
})

test('fills up again after it ran dry, so that one late frame is not followed by stutter', () => {
  const buffer = new JitterBuffer(START)
  buffer.push(ramp(480))
  while (buffer.depth > 0) pull(buffer)
  buffer.push(ramp(160))
  expect(pull(buffer).out.every((sample) => sample === 0)).toBe(true)
})

test('reaches a mark when the last sample before it was played, and not earlier', () => {
  const buffer = new JitterBuffer(0)
  buffer.push(ramp(200))
  expect(buffer.mark('first')).toEqual([])
  buffer.push(ramp(100))
  expect(buffer.mark('second')).toEqual([])
  expect(pull(buffer).marks).toEqual([])
  expect(pull(buffer).marks).toEqual(['first'])
  expect(pull(buffer).marks).toEqual(['second'])
})

test('reaches a mark at once when nothing waits before it', () => {
  expect(new JitterBuffer(START).mark('empty')).toEqual(['empty'])
})

test('clear drops what was not played and echoes every mark at once', () => {
  const buffer = new JitterBuffer(0)
  buffer.push(ramp(1000))
  buffer.mark('a')
  buffer.mark('b')
  pull(buffer)
  expect(buffer.clear()).toEqual(['a', 'b'])
  expect(buffer.depth).toBe(0)
  expect(pull(buffer)).toEqual({ out: Array(QUANTUM).fill(0), marks: [] })
  buffer.push(ramp(QUANTUM, 5))
  expect(pull(buffer).out).toEqual([...ramp(QUANTUM, 5)])
})

test('plays every sample once and in order, and every mark at its place, however they come', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), length: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constant('mark' as const) }),
    fc.record({ kind: fc.constant('pull' as const), length: fc.integer({ min: 1, max: 300 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const buffer = new JitterBuffer(START)
      const played: number[] = []
      const dueAt: number[] = []
      let queued = 0
      const check = (marks: string[]) => {
        for (const mark of marks) expect(played.length).toBeGreaterThanOrEqual(dueAt[Number(mark)]!)
      }
      const play = (length: number) => {
        const { out, marks } = pull(buffer, length)
        played.push(...out.filter((sample) => sample !== 0))
        check(marks)
        return marks
      }
      let reached = 0
      for (const one of steps) {
        if (one.kind === 'push') {
          buffer.push(ramp(one.length, queued + 1))
          queued += one.length
        } else if (one.kind === 'mark') {
          const marks = buffer.mark(String(dueAt.push(queued) - 1))
          check(marks)
          reached += marks.length
        } else reached += play(one.length).length
      }
      while (buffer.depth > 0) reached += play(QUANTUM).length
      expect(played).toEqual([...ramp(queued)])
      expect(reached).toBe(dueAt.length)
    }),
  )
})
