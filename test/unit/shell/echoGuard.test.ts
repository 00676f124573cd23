/** The guard on lines with an echo: what it takes for the caller, and what not. */
import { describe, expect, test } from 'vitest'
import { EchoGuard } from '../../../worker/shell/echo/EchoGuard.ts'
import { SILENT_FRAME } from '../../../worker/lib/base64Audio.ts'
import { watch } from './echoCall.ts'

const LINES = [
  { db: -12, delayMs: 550 },
  { db: -20, delayMs: 150 },
  { db: -26, delayMs: 60 },
  { db: -32, delayMs: 400 },
]
/** The caller begins so long after the agent. */
const CALLER_AT = 3_000
/** The first sound of the caller's words comes some 200 ms after that, and the ear needs a hundred. */
const NOTICED_BY = CALLER_AT + 700

describe.each(LINES)('over an echo of $db dB after $delayMs ms', (echo) => {
  test('the agent alone is never taken for the caller', () => {
    const { heardAt, echoes } = watch({ line: { echo }, callerAt: null })
    expect(heardAt).toEqual([])
    expect(echoes).toBeGreaterThan(0)
  })

  test('a caller who speaks is heard, and not before', () => {
    const [heardAt] = watch({ line: { echo }, callerAt: CALLER_AT }).heardAt
    expect(heardAt).toBeGreaterThan(CALLER_AT)
    expect(heardAt).toBeLessThan(NOTICED_BY)
  })
})

test('frames that come late, or not at all, make no caller', () => {
  const echo = { db: -20, delayMs: 150 }
  expect(watch({ line: { echo }, callerAt: null, jitterMs: 30 }).heardAt).toEqual([])
  expect(watch({ line: { echo, loss: 0.03 }, callerAt: null }).heardAt).toEqual([])
})

test('over a line without echo the caller is heard as if there were no guard', () => {
  const [heardAt] = watch({ line: {}, callerAt: CALLER_AT }).heardAt
  expect(heardAt).toBeGreaterThan(CALLER_AT)
  expect(heardAt).toBeLessThan(CALLER_AT + 400)
})

test('what the engine hears while nothing was played is no echo', () => {
  const guard = new EchoGuard()
  guard.performed({ type: 'carrier.play', payload: btoa('\x10'.repeat(800)), mark: null }, 1_000)
  guard.performed({ type: 'carrier.clear' }, 1_020)
  for (let at = 1_020; at < 2_000; at += 20) guard.hear(SILENT_FRAME, at)
  const speech = { type: 'engine.speech_started', itemId: 'c1' } as const
  expect(guard.judge(speech, 1_500)).toEqual({ ...speech, echo: true })
  expect(guard.judge(speech, 1_900)).toEqual(speech)
})
