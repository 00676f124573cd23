/** A direct line: caller and model hear each other without us, and what was heard is told by the engine. */
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../../worker/call/events.ts'
import { RULES, ScriptedCall } from './script.ts'

const ready: CallEvent = { type: 'engine.ready' }
const started = (responseId: string): CallEvent => ({ type: 'engine.response_started', responseId })
const said = (responseId: string, text: string): CallEvent => ({
  type: 'engine.said',
  responseId,
  itemId: `i${responseId}`,
  text,
})
const aloud = (responseId: string): CallEvent => ({ type: 'engine.aloud', responseId })
const hushed = (responseId: string, whole = true): CallEvent => ({
  type: 'engine.hushed',
  responseId,
  whole,
})
const done = (responseId: string, status: 'completed' | 'cancelled' = 'completed'): CallEvent => ({
  type: 'engine.response_done',
  responseId,
  status,
  detail: null,
  retryAfterMs: null,
  usage: null,
})
const speaks = (itemId = 'c1'): CallEvent => ({ type: 'engine.speech_started', itemId })
const lost: CallEvent = { type: 'engine.lost', cause: 'closed', retryAfterMs: null }

const LONG = 'We open at nine on weekdays, at ten on Saturdays, and never on a Sunday.'

/** A call whose agent says something long, of which the caller hears the beginning. */
function listening(rules = {}, traits = {}): ScriptedCall {
  const call = new ScriptedCall(rules, { audio: 'direct', forgets: false, ...traits })
  call.at(100, ready)
  call.at(1_000, started('r1'))
  call.at(1_100, said('r1', LONG))
  call.at(1_200, aloud('r1'))
  call.at(1_500, done('r1'))
  return call
}

describe('what was heard', () => {
  test('is all of an answer that was heard to its end, and not before that', () => {
    const call = listening()
    expect(call.turns[0]?.heardText.length).toBeLessThan(20)
    call.at(5_500, hushed('r1'))
    expect(call.turns).toMatchObject([
      { text: LONG, heardText: LONG, heardMs: 4_300, startedAtMs: 1_200, interrupted: false },
    ])
    expect(call.journal).toContainEqual({ kind: 'first_word', ms: 1_100 })
  })

  test('ends where the caller speaks over it, though all of it was made long before', () => {
    const call = listening()
    expect(call.at(2_700, speaks())).toEqual([{ type: 'carrier.fill_pauses', fill: true }])
    const [turn] = call.turns
    expect(turn).toMatchObject({ text: LONG, heardMs: 1_500, interrupted: true })
    expect(LONG.startsWith(turn?.heardText ?? '?')).toBe(true)
    expect(turn?.heardText.length).toBeLessThan(LONG.length / 2)
  })

  test('is corrected by the engine, which knows best where it has cut', () => {
    const call = listening()
    call.at(2_700, speaks())
    call.at(2_750, hushed('r1', false))
    call.at(2_760, { type: 'engine.forgot', itemId: 'ir1', heardMs: 300 })
    expect(call.turns).toMatchObject([{ text: LONG, heardText: '', heardMs: 300 }])
  })

  test('ends where the caller hangs up', () => {
    const call = listening()
    call.at(2_200, { type: 'carrier.hung_up' })
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'caller_hung_up' })
    expect(call.turns).toMatchObject([{ heardMs: 1_000, interrupted: true }])
  })

  test('is nothing of an answer that was broken off before it was heard', () => {
    const call = new ScriptedCall({}, { audio: 'direct' })
    call.at(100, ready)
    call.at(1_000, started('r1'))
    call.at(1_100, said('r1', LONG))
    call.at(1_200, done('r1', 'cancelled'))
    expect(call.turns).toMatchObject([{ text: LONG, heardText: '' }])
  })
})

describe('an agent that leaves it to the call to stop it', () => {
  test('is stopped, though the model has made all of its answer', () => {
    const call = listening({}, { answersItself: false, stopsItself: false })
    expect(call.at(2_700, speaks())).toContainEqual({ type: 'engine.cancel', responseId: 'r1' })
  })

  test('talks on where the caller may not interrupt', () => {
    const call = listening({ bargeIn: false })
    call.at(2_700, speaks())
    expect(call.state.speech.aloud).not.toBeNull()
  })
})

test('a goodbye is heard to its end before the line is let go', () => {
  const call = new ScriptedCall({ silenceTimeoutSec: 10 }, { audio: 'direct' })
  call.at(0, ready)
  call.until(10_000)
  call.at(10_100, started('r1'))
  call.at(10_200, aloud('r1'))
  call.at(10_300, said('r1', 'Goodbye.'))
  call.at(10_400, done('r1'))
  expect(call.state.phase.name).toBe('closing')
  expect(call.at(11_000, hushed('r1'))).toContainEqual({ type: 'carrier.release' })
})

test('a tool that takes long is bridged in words, as nothing of ours can be heard', () => {
  const call = new ScriptedCall({}, { audio: 'direct' })
  call.at(0, ready)
  call.at(100, started('r1'))
  call.at(200, {
    type: 'engine.tool_call',
    responseId: 'r1',
    toolCallId: 't1',
    name: 'look_up',
    args: '{}',
  })
  call.at(300, done('r1'))
  call.until(2_500)
  expect(call.effects.map(({ effect }) => effect)).toContainEqual(
    expect.objectContaining({
      type: 'engine.respond',
      request: { kind: 'verbatim', text: 'Let me see.', filler: true },
    }),
  )
  expect(call.effects.some(({ effect }) => effect.type === 'carrier.play')).toBe(false)
})

describe('a connection that is lost', () => {
  test('is made again, and nothing is asked for: caller and model talk on', () => {
    const call = listening()
    expect(call.at(2_000, lost).map(({ type }) => type)).toEqual(['engine.open'])
    expect(call.at(2_100, ready)).toEqual([])
    call.at(5_500, hushed('r1'))
    expect(call.turns).toMatchObject([{ heardText: LONG, interrupted: false }])
  })

  test('while an answer is made owes nothing: it is made and heard without us', () => {
    const call = new ScriptedCall({}, { audio: 'direct' })
    call.at(100, ready)
    call.at(1_000, started('r1'))
    call.at(1_100, said('r1', LONG))
    call.at(1_200, aloud('r1'))
    call.at(1_300, lost)
    expect(call.at(1_400, ready)).toEqual([])
    call.at(1_500, done('r1'))
    expect(call.at(5_500, hushed('r1'))).toEqual([])
    expect(call.turns).toMatchObject([{ text: LONG, heardText: LONG, interrupted: false }])
  })

  test('twenty times in a call is no reason to give it up', () => {
    const call = new ScriptedCall({}, { audio: 'direct' })
    for (let at = 0; at < 20_000; at += 1_000) {
      call.at(at + 100, ready)
      call.at(at + 999, lost)
    }
    expect(call.state.phase.name).toBe('talking')
  })

  test('with what was asked for takes nothing with it', () => {
    const call = new ScriptedCall(
      { ...RULES, greeting: { type: 'generated', interruptible: true } },
      { audio: 'direct' },
    )
    expect(call.at(0, ready).map(({ type }) => type)).toEqual(['engine.respond'])
    call.at(500, lost)
    expect(call.at(600, ready).map(({ type }) => type)).toEqual(['engine.respond'])
  })
})

describe('a process that is lost', () => {
  test('attaches again by itself, without a word to the caller', () => {
    const call = listening()
    call.at(5_500, hushed('r1'))
    call.restart(6_000)
    call.until(6_000)
    expect(call.effects.at(-1)?.effect.type).toBe('engine.open')
    expect(call.at(6_100, ready)).toEqual([])
    expect(call.state.line).toEqual({ name: 'direct' })
  })

  test('asks for the greeting that nobody has heard of', () => {
    const greeting = { type: 'fixed', text: 'Hello.', interruptible: true } as const
    const call = new ScriptedCall({ greeting }, { audio: 'direct' })
    call.restart(1_000)
    call.until(1_000)
    expect(call.at(1_100, ready)).toMatchObject([
      { type: 'engine.respond', request: { kind: 'verbatim', text: 'Hello.' } },
    ])
  })
})

test('a sound that was being weighed is over with the connection that told of it', () => {
  const interruptions = { resumeFalse: false, minSpeechMs: 400, backchannels: 'interrupt' } as const
  const call = new ScriptedCall(
    { interruptions },
    { audio: 'direct', answersItself: false, stopsItself: false },
  )
  call.at(100, ready)
  call.at(1_000, started('r1'))
  call.at(2_000, speaks())
  expect(call.state.speech.weighing.overlaps).toHaveLength(1)
  call.at(2_100, lost)
  expect(call.state.speech.weighing.overlaps).toEqual([])
  expect(call.state.speech.callerSpeaking).toBe(false)
})
