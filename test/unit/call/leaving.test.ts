/** Who leaves, when, and what is still written down then. */
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../worker/call/limits.ts'
import {
  audio,
  committed,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
} from './script.ts'

function talking(): ScriptedCall {
  const call = new ScriptedCall({}, { answersItself: false, stopsItself: false })
  call.at(0, ready)
  call.at(0, started)
  return call
}

describe('a caller who hangs up', () => {
  test('has their last words written down', () => {
    const call = talking()
    call.at(1_000, speech('c1'))
    call.at(2_000, pause('c1'))
    call.at(2_010, committed('c1'))
    call.at(2_020, { type: 'carrier.stopped' })
    expect(call.state.phase.name).toBe('parting')
    const words = { itemId: 'c1', text: 'Never mind.', usage: null }
    call.at(2_500, { type: 'engine.transcribed', ...words })
    expect(call.state.phase.name).toBe('ended')
    expect(call.turns).toMatchObject([{ role: 'caller', text: 'Never mind.' }])
  })

  test('in the middle of a sentence has left: words of it cannot come', () => {
    const call = talking()
    call.at(1_000, speech('c1'))
    call.at(1_500, { type: 'carrier.stopped' })
    expect(call.state.phase.name).toBe('ended')
  })

  test('has the answer stopped that they did not wait for, and what it cost counted', () => {
    const call = talking()
    call.at(1_000, responds('r1'))
    call.at(1_000, audio('r1', 'i1', 4_000))
    expect(call.at(2_000, { type: 'carrier.stopped' })).toEqual([
      { type: 'engine.cancel', responseId: 'r1' },
    ])
    const usage = [{ part: 'model', vendor: 'v', model: 'm', unit: 'audio_out_tokens', amount: 7 }]
    const outcome = { status: 'cancelled', detail: null, retryAfterMs: null } as const
    call.at(2_100, { type: 'engine.response_done', responseId: 'r1', ...outcome, usage })
    expect(call.journal).toContainEqual({ kind: 'usage', usage })
    expect(call.state.phase.name).toBe('ended')
  })

  test('has hung up, though the process is lost before their last words came', () => {
    const call = talking()
    call.at(1_000, speech('c1'))
    call.at(2_000, pause('c1'))
    call.at(2_010, committed('c1'))
    call.at(2_020, { type: 'carrier.stopped' })
    call.restart(2_500)
    call.until(2_500)
    expect(call.state.phase).toEqual({ name: 'ended', reason: 'caller_hung_up', failure: null })
    expect(call.journal.at(-1)).toMatchObject({ kind: 'ended', at: 2_020 })
  })
})

test('a carrier that never came is not let go', () => {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.until(LIMITS.carrierOpen)
  expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  expect(call.effects.map(({ effect }) => effect.type)).not.toContain('carrier.release')
})

test('a caller who spoke while they were put through is not waited for when they return', () => {
  const call = talking()
  call.at(1_000, speech('c1'))
  call.at(2_000, { type: 'carrier.moved' })
  call.at(60_000, { type: 'carrier.returns' })
  call.at(60_100, ready)
  expect(call.effects.at(-1)?.effect).toMatchObject({ type: 'engine.respond' })
})
