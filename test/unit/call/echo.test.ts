import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../../worker/call/events.ts'
import type { EngineTraits } from '../../../worker/call/traits.ts'
import {
  audio,
  committed,
  done,
  fillsNoMore,
  fillsPauses,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  started,
} from './script.ts'

const ASKED: Partial<EngineTraits> = { answersItself: false, stopsItself: false }
const echo = (itemId: string): CallEvent => ({
  type: 'engine.speech_started',
  itemId,
  echo: true,
})
const voice: CallEvent = { type: 'carrier.voice_heard' }

/** The agent has been speaking since 1,000 ms, for ten seconds. */
function speaking(traits: Partial<EngineTraits> = {}): ScriptedCall {
  const call = new ScriptedCall({ silenceTimeoutSec: 20 }, { ...ASKED, ...traits })
  call.at(0, ready)
  call.at(0, started)
  call.at(1_000, responds('r1'))
  call.at(1_000, audio('r1', 'i1', 10_000))
  return call
}

describe('the agent’s own voice, come back over the caller’s phone', () => {
  test('stops nobody, is deleted, and is not answered', () => {
    const call = speaking()
    expect(call.at(2_000, echo('c1'))).toEqual([fillsPauses])
    expect(call.at(4_000, pause('c1'))).toEqual([fillsNoMore])
    expect(call.at(4_010, committed('c1'))).toEqual([{ type: 'engine.delete', itemId: 'c1' }])
    expect(call.at(4_500, done('r1'))).toEqual([])
    expect(call.at(11_100, mark('p0'))).toEqual([])
    expect(call.turns.map(({ role }) => role)).toEqual(['agent'])
  })

  test('is no sign of life', () => {
    const call = speaking()
    call.at(1_500, done('r1'))
    call.at(11_000, mark('p0'))
    call.at(11_100, echo('c1'))
    call.at(11_600, pause('c1'))
    call.at(11_610, committed('c1'))
    call.until(30_900)
    expect(call.state.phase.name).toBe('talking')
    call.until(31_000)
    expect(call.journal).toContainEqual({ kind: 'closing', at: 31_000, reason: 'silence' })
  })

  test('leaves no turn, though its words are transcribed', () => {
    const call = speaking({ deletes: false })
    call.at(2_000, echo('c1'))
    call.at(4_000, pause('c1'))
    // It stays in the memory of an engine that deletes nothing, and is not answered either.
    expect(call.at(4_010, committed('c1'))).toEqual([])
    const said = { itemId: 'c1', text: 'from nine to five', usage: null }
    expect(call.at(5_000, { type: 'engine.transcribed', ...said })).toEqual([])
    expect(call.turns).toEqual([])
  })

  test('is the caller’s to an engine that has stopped or answered by itself', () => {
    for (const traits of [{ stopsItself: true }, { answersItself: true }]) {
      const effects = speaking(traits).at(2_000, echo('c1'))
      expect(effects).toContainEqual({ type: 'carrier.clear' })
    }
  })
})

describe('a caller who is heard over an echo', () => {
  test('interrupts, and is answered', () => {
    const call = speaking()
    call.at(1_500, done('r1'))
    call.at(2_000, echo('c1'))
    expect(call.at(3_000, voice)).toEqual([
      { type: 'carrier.clear' },
      { type: 'engine.truncate', itemId: 'i1', heardMs: 2_000, heardText: expect.any(String) },
      fillsPauses,
    ])
    call.at(5_000, pause('c1'))
    expect(call.at(5_010, committed('c1'))).toEqual([
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
  })

  test('is not heard once the echo is over, or without one', () => {
    const call = speaking()
    expect(call.at(1_900, voice)).toEqual([])
    call.at(2_000, echo('c1'))
    call.at(3_000, pause('c1'))
    expect(call.at(3_005, voice)).toEqual([])
  })

  test('is not an echo of what follows: an engine that is opened anew heard none', () => {
    const call = speaking()
    call.at(2_000, echo('c1'))
    call.at(2_500, { type: 'engine.lost', cause: 'gone', retryAfterMs: null })
    call.at(2_600, ready)
    expect(call.at(2_700, voice)).toEqual([])
  })
})
