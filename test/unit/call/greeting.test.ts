/** What a call begins with. */
import { describe, expect, test } from 'vitest'
import {
  audio,
  committed,
  done,
  fillsPauses,
  mark,
  pause,
  plays,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
  talking,
} from './script.ts'

describe('the first words', () => {
  test('are asked for as soon as the model listens, and kept until the caller is there', () => {
    const call = new ScriptedCall({
      greeting: { type: 'fixed', text: 'Hello!', interruptible: true },
    })
    expect(call.at(100, ready)).toEqual([
      { type: 'engine.respond', request: { kind: 'verbatim', text: 'Hello!' } },
    ])
    call.at(150, responds('r1'))
    expect(call.at(160, audio('r1', 'i1', 400))).toEqual([])
    expect(call.at(200, started)).toEqual([{ type: 'carrier.play', payload: 'i1:400', mark: 'p0' }])
    expect(call.journal).toContainEqual({ kind: 'first_word', ms: 0 })
  })

  test('are the caller’s when the agent does not greet', () => {
    expect(talking().effects.filter(({ effect }) => effect.type === 'engine.respond')).toEqual([])
  })
})

/** Its first words are a notice, and it has a model that leaves turns to the call. */
function noticing(): ScriptedCall {
  const call = new ScriptedCall(
    { greeting: { type: 'fixed', text: 'This call is recorded.', interruptible: false } },
    { answersItself: false, stopsItself: false },
  )
  call.at(0, started)
  call.at(0, ready)
  return call
}

describe('a greeting that must be heard', () => {
  test('is not interrupted before it has a sound', () => {
    const call = noticing()
    call.at(50, responds('r1'))
    expect(call.at(100, speech('c1'))).toEqual([fillsPauses])
    expect(call.at(150, audio('r1', 'i1', 2_000)).map(({ type }) => type)).toContain('carrier.play')
  })

  test('is not interrupted, and what the caller said over it is answered afterwards', () => {
    const call = noticing()
    call.at(50, speech('c1'))
    expect(call.at(100, responds('r1'))).toEqual([])
    call.at(150, audio('r1', 'i1', 2_000))
    call.at(400, pause('c1'))
    call.at(400, committed('c1'))
    expect(call.at(500, done('r1'))).toEqual([
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
    call.at(600, speech('c2'))
    expect(plays(call)).toHaveLength(1)
    call.at(2_150, mark('p0'))
    expect(call.turns.find(({ role }) => role === 'agent')).toMatchObject({ interrupted: false })
  })
})
