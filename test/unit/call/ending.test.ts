/** When a call ends, and what is said before. */
import { describe, expect, test } from 'vitest'
import {
  audio,
  committed,
  done,
  mark,
  pause,
  plays,
  responds,
  ScriptedCall,
  speech,
  talking,
} from './script.ts'

describe('silence', () => {
  test('is broken by a soft tone when something is owed, and ends with the first word', () => {
    const call = talking()
    call.at(0, speech('c1'))
    call.at(500, pause('c1'))
    call.at(500, committed('c1'))
    call.until(2_499)
    expect(plays(call)).toEqual([])
    call.at(1_000, responds('r1'))
    call.until(4_000)
    expect(plays(call)).toHaveLength(2)
    expect(call.at(4_100, audio('r1', 'i1', 200)).map(({ type }) => type)).toEqual([
      'carrier.clear',
      'carrier.play',
    ])
  })

  test('is no fault while nothing is owed', () => {
    const call = talking()
    call.until(50_000)
    expect(plays(call)).toEqual([])
  })

  test('counts from before a sound without words', () => {
    const call = talking({ silenceTimeoutSec: 20 })
    for (let at = 5_000; at < 20_000; at += 5_000) {
      call.at(at, speech(`c${at}`))
      call.at(at + 300, pause(`c${at}`))
      call.at(at + 400, {
        type: 'engine.transcribed',
        itemId: `c${at}`,
        text: '',
        usage: null,
      })
      call.at(at + 500, responds(`r${at}`))
      call.at(at + 600, done(`r${at}`, 'cancelled'))
      call.at(at + 700, speech(`d${at}`))
      call.at(at + 800, pause(`d${at}`))
      call.at(at + 900, {
        type: 'engine.transcribed',
        itemId: `d${at}`,
        text: '',
        usage: null,
      })
    }
    expect(call.state.speech.lastVoiceAt).toBeLessThan(5_000)
  })
})

describe('the end', () => {
  const endsCall = {
    type: 'tool.settled',
    toolCallId: 't1',
    output: 'ok',
    directive: { do: 'end' },
  } as const
  const toolCall = {
    type: 'engine.tool_call',
    responseId: 'r1',
    toolCallId: 't1',
    name: 'end_call',
    args: '{}',
  } as const

  test('comes when the goodbye has been heard, and not before', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 2000))
    call.at(10, toolCall)
    call.at(20, endsCall)
    expect(call.at(30, done('r1'))).toEqual([])
    expect(call.state.phase.name).toBe('closing')
    expect(call.at(2000, mark('p0'))).toEqual([
      { type: 'engine.close' },
      { type: 'carrier.release' },
    ])
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'agent_ended' })
  })

  test('is preceded by a goodbye when the agent said none', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(10, toolCall)
    call.at(20, endsCall)
    expect(call.at(30, done('r1'))).toMatchObject([
      { type: 'engine.respond', request: { kind: 'instructed' } },
    ])
    call.at(40, responds('r2'))
    call.at(50, audio('r2', 'i2', 500))
    call.at(60, done('r2'))
    expect(call.state.phase.name).toBe('closing')
    call.at(560, mark('p0'))
    expect(call.state.phase.name).toBe('ended')
  })

  test('is put off when the caller speaks into the goodbye', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 2000))
    call.at(10, toolCall)
    call.at(20, endsCall)
    call.at(30, done('r1'))
    call.at(500, speech('c1'))
    expect(call.state.phase.name).toBe('talking')
  })

  test('comes after long silence, with a goodbye', () => {
    const call = talking({ silenceTimeoutSec: 20 })
    call.until(20_000)
    expect(call.effects.at(-1)?.effect).toMatchObject({
      type: 'engine.respond',
      request: { kind: 'instructed' },
    })
    call.at(20_100, responds('r1'))
    call.at(20_200, audio('r1', 'i1', 1000))
    call.at(20_300, done('r1'))
    call.at(21_200, mark('p0'))
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'silence' })
  })

  test('writes down a turn that was being heard as far as it was', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    call.at(0, audio('r1', 'i1', 1600))
    call.at(480, mark('p0'))
    // The news takes half of the 80 ms that the mark needed for both ways, and the audio the other half.
    call.at(580, { type: 'carrier.stopped' })
    expect(call.turns).toMatchObject([{ heardMs: 500, interrupted: true }])
    // What the answer cost is waited for.
    call.at(700, done('r1', 'cancelled'))
    expect(call.journal.at(-1)).toEqual({
      kind: 'ended',
      at: 580,
      reason: 'caller_hung_up',
      failure: null,
    })
  })

  test('counts little of what was never proved, as nothing is known of the way', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 2000))
    call.at(1000, { type: 'carrier.stopped' })
    expect(call.turns).toMatchObject([{ heardMs: 600, interrupted: true }])
  })

  test('waits for the transcript of what the caller said last', () => {
    const call = talking()
    call.at(0, speech('c1'))
    call.at(900, pause('c1'))
    call.at(900, committed('c1'))
    call.at(950, responds('r1'))
    call.at(1000, audio('r1', 'i1', 400))
    call.at(1000, audio('r1', 'i1', 1600))
    call.at(1400, mark('p0'))
    expect(call.at(1500, { type: 'carrier.stopped' })).toEqual([
      { type: 'engine.cancel', responseId: 'r1' },
    ])
    expect(call.turns.find(({ itemId }) => itemId === 'i1')).toMatchObject({ heardMs: 500 })
    call.at(1700, { type: 'engine.transcribed', itemId: 'c1', text: 'Bye.', usage: null })
    expect(call.turns.find(({ itemId }) => itemId === 'c1')).toMatchObject({ text: 'Bye.' })
    call.at(1_800, done('r1', 'cancelled'))
    expect(call.journal.at(-1)).toMatchObject({ kind: 'ended', at: 1500, reason: 'caller_hung_up' })
  })

  test('does not wait long for a transcript that never comes', () => {
    const call = talking()
    call.at(0, speech('c1'))
    call.at(900, committed('c1'))
    call.at(1500, { type: 'carrier.stopped' })
    call.until(4500)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'caller_hung_up' })
  })

  test('a model that fails before the caller is there still ends the call', () => {
    const call = new ScriptedCall()
    call.at(10, { type: 'engine.failed', reason: 'model_failed', detail: 'gone' })
    expect(call.state.phase).toEqual({ name: 'ended', reason: 'model_failed', failure: 'gone' })
  })
})
