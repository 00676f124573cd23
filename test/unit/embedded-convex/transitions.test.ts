import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Snapshot } from '../../../worker/embedded-convex/FunctionHost.ts'
import { Transitions } from '../../../worker/embedded-convex/sync/Transitions.ts'

const GATHER_MS = 50
const SNAPSHOT: Snapshot = { ts: 1, query: () => Promise.reject(new Error('Nobody asks.')) }

/** What the clock shows beyond the whole milliseconds by which timers go. */
let beyondMs = 0

beforeEach(() => {
  beyondMs = 0
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now() + beyondMs)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function watched() {
  const transitions = new Transitions({ snapshot: (work) => work(SNAPSHOT) }, GATHER_MS)
  const told: string[] = []
  const session = (name: string) => ({ tell: async () => void told.push(name) })
  return { transitions, told, session }
}

test('what others did is gathered, and told to all at once', async () => {
  const { transitions, told, session } = watched()
  transitions.later(session('first'))
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual(['first'])
  transitions.later(session('second'))
  transitions.later(session('third'))
  await vi.advanceTimersByTimeAsync(GATHER_MS - 1)
  expect(told).toEqual(['first'])
  await vi.advanceTimersByTimeAsync(1)
  expect(told).toEqual(['first', 'second', 'third'])
})

test('a timer that rings a moment too early leaves nobody untold', async () => {
  const { transitions, told, session } = watched()
  beyondMs = 0.9
  transitions.later(session('first'))
  await vi.advanceTimersByTimeAsync(0)
  await vi.advanceTimersByTimeAsync(10)
  transitions.later(session('second'))
  // As when 40 of 40.9 ms are waited.
  beyondMs = 0
  await vi.advanceTimersByTimeAsync(GATHER_MS)
  expect(told).toEqual(['first', 'second'])
})
