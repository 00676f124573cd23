/** What a call puts up with, and for how long: lines and engines that go dark, and callers who stay. */
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../../worker/call/events.ts'
import {
  audio,
  callsTool,
  committed,
  done,
  endsCall,
  mark,
  pause,
  responds,
  ScriptedCall,
  speech,
  talking,
} from './script.ts'

const typesOf = (call: ScriptedCall) => call.effects.map(({ effect }) => effect.type)
const quiet = (forMs: number): CallEvent => ({ type: 'carrier.quiet', forMs })

/** The agent has said goodbye by now, and the caller hears it. */
function goodbye(): ScriptedCall {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, audio('r1', 'i1', 1_000))
  call.at(10, callsTool('r1', 'end_call'))
  call.at(20, endsCall)
  call.at(30, done('r1'))
  expect(call.state.phase.name).toBe('closing')
  return call
}

describe('a line without frames', () => {
  test('is dark after twenty seconds, and not before', () => {
    const call = talking()
    call.at(19_999, quiet(19_999))
    expect(call.state.line.name).toBe('open')
    call.at(20_000, quiet(20_000))
    expect(call.state.line.name).toBe('awaited')
    expect(typesOf(call)).toContain('carrier.release')
  })

  test('is dark after ten where an echo is missing, too', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 1_000))
    call.at(10, done('r1'))
    call.until(9_000)
    call.at(10_000, quiet(10_000))
    expect(call.state.line.name).toBe('awaited')
    // What should have been played by then counts as played.
    expect(call.turns).toMatchObject([{ heardMs: 1_000, interrupted: false }])
  })
})

describe('an engine that is there', () => {
  test('and says no goodbye in the silence has failed: nobody was silent of their own will', () => {
    const call = talking({ silenceTimeoutSec: 10 })
    call.until(60_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'model_failed' })
  })

  test('and begins its goodbye without ever saying a word of it has failed, too', () => {
    const call = talking({ silenceTimeoutSec: 10 })
    call.until(10_100)
    call.at(10_100, responds('r1'))
    call.until(60_000)
    expect(call.state.phase).toMatchObject({
      name: 'ended',
      reason: 'model_failed',
      failure: 'The model said nothing any more.',
    })
  })

  test('and never tells of the end of a turn answers what was said in a minute', () => {
    const call = talking()
    call.at(0, speech('c1'))
    call.until(59_999)
    expect(typesOf(call)).not.toContain('engine.respond')
    call.until(60_000)
    expect(call.state.speech.callerSpeaking).toBe(false)
    expect(typesOf(call)).toContain('engine.respond')
  })

  test('and errs again and again has each trouble told once, with a count at the end', () => {
    const call = talking()
    for (let at = 1; at <= 500; at++) {
      call.at(at, { type: 'engine.troubled', detail: at % 2 ? 'No.' : 'Never.' })
    }
    call.at(1_000, { type: 'carrier.hung_up' })
    const told = call.journal.filter((entry) => entry.kind === 'event')
    expect(told.length).toBeLessThanOrEqual(6)
    expect(JSON.stringify(told)).toContain('250')
  })
})

describe('words that are not transcribed', () => {
  test('leave the caller’s turn on the record, and say why', () => {
    const call = talking()
    call.at(0, speech('c1'))
    call.at(500, pause('c1'))
    call.at(500, committed('c1'))
    call.at(600, { type: 'engine.not_transcribed', itemId: 'c1', detail: 'Too noisy.' })
    expect(call.turns).toMatchObject([{ itemId: 'c1', role: 'caller', text: '' }])
    expect(JSON.stringify(call.journal)).toContain('Too noisy.')
    // The record waits for nothing more.
    call.at(5_000, { type: 'carrier.stopped' })
    expect(call.state.phase.name).toBe('ended')
  })
})

describe('the wish to end', () => {
  test('of an answer that the caller talked over is none', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 2_000))
    call.at(500, speech('c1'))
    call.at(510, callsTool('r1', 'end_call'))
    call.at(520, endsCall)
    call.at(530, done('r1', 'cancelled'))
    call.until(6_000)
    expect(typesOf(call)).not.toContain('carrier.release')
    expect(call.state.phase.name).toBe('talking')
  })

  test.each([
    ['a word', (call: ScriptedCall) => byWord(call, 'c1', 500)],
    ['a key', (call: ScriptedCall) => call.at(500, { type: 'carrier.dtmf', digit: '1' })],
  ])('is put off by %s, and comes back after a quiet moment', (_, signOfLife) => {
    const call = goodbye()
    signOfLife(call)
    expect(call.state.phase.name).toBe('talking')
    // The model answers the “Okay, bye!”.
    call.until(2_000)
    call.at(2_000, responds('r2'))
    call.at(2_000, audio('r2', 'i2', 400))
    call.at(2_010, done('r2'))
    call.at(2_400, mark('p1'))
    call.until(8_000)
    expect(call.state.phase.name).toBe('talking')
    call.until(20_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'agent_ended' })
  })
})

function byWord(call: ScriptedCall, itemId: string, at: number): void {
  call.at(at, speech(itemId))
  call.at(at + 400, pause(itemId))
  call.at(at + 400, committed(itemId))
}

test('an answer that the caller did not wait for is cancelled, and what it cost still comes', () => {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, audio('r1', 'i1', 2_000))
  const effects = call.at(500, { type: 'carrier.stopped' })
  expect(effects).toContainEqual({ type: 'engine.cancel', responseId: 'r1' })
  expect(effects).not.toContainEqual({ type: 'engine.close' })
  const line = { part: 'model', vendor: 'openai', model: 'm', unit: 'audio_out_tokens', amount: 40 }
  call.at(700, {
    type: 'engine.response_done',
    responseId: 'r1',
    status: 'cancelled',
    detail: null,
    retryAfterMs: null,
    usage: [line],
  })
  expect(call.journal).toContainEqual({ kind: 'usage', usage: [line] })
  expect(call.journal.at(-1)).toMatchObject({ kind: 'ended', reason: 'caller_hung_up' })
})

test('what it cost is not waited for longer than three seconds', () => {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, audio('r1', 'i1', 2_000))
  call.at(500, { type: 'carrier.stopped' })
  call.until(3_499)
  expect(call.journal.some(({ kind }) => kind === 'ended')).toBe(false)
  call.until(3_500)
  expect(call.journal.at(-1)).toMatchObject({ kind: 'ended', reason: 'caller_hung_up' })
})
