import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pulse } from '../../../worker/engines/realtime/Pulse.ts'

/** Between two looks, ms. */
const LOOK_MS = 5_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function started() {
  const probe = vi.fn<() => void>()
  const dead: string[] = []
  const pulse = new Pulse({
    probe,
    dead: (cause) => {
      dead.push(cause)
      pulse.stop()
    },
  })
  pulse.start()
  return { pulse, probe, dead }
}

test('a session that is never confirmed is given up, however much it says', () => {
  const { pulse, dead } = started()
  for (let look = 0; look < 2; look += 1) {
    pulse.beat()
    expect(dead).toEqual([])
    vi.advanceTimersByTime(LOOK_MS)
  }
  expect(dead).toEqual(['OpenAI did not confirm the session.'])
})

test('one that falls silent is asked, and given up when it does not answer', () => {
  const { pulse, probe, dead } = started()
  pulse.confirm()
  vi.advanceTimersByTime(2 * LOOK_MS)
  expect(probe).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(LOOK_MS)
  expect(dead).toEqual(['OpenAI gave no sign of life any more.'])
})

test('one that answers when it is asked lives on', () => {
  const { pulse, probe, dead } = started()
  probe.mockImplementation(() => pulse.beat())
  pulse.confirm()
  vi.advanceTimersByTime(20 * LOOK_MS)
  expect(probe.mock.calls.length).toBeGreaterThan(1)
  expect(dead).toEqual([])
})
