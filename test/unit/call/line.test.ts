import { describe, expect, test } from 'vitest'
import {
  audio,
  done,
  mark,
  ready,
  responds,
  ScriptedCall,
  started,
  words,
  talking,
} from './script.ts'

function away(): ScriptedCall {
  const call = talking({ maxDurationSec: 30, silenceTimeoutSec: 20 })
  call.at(0, responds('r1'))
  call.at(0, words('r1', 'i1', 'One moment.'))
  call.at(0, audio('r1', 'i1', 500))
  call.at(10, done('r1'))
  expect(call.at(1_000, { type: 'carrier.moved' })).toEqual([{ type: 'engine.close' }])
  return call
}

/** A caller who does something every 3 s, and an agent whose answers take 8 s. */
function busy(act: (call: ScriptedCall, at: number) => void): ScriptedCall {
  const call = talking({ maxDurationSec: 30 })
  for (let at = 1_000, n = 0; at < 3_600_000; at += 3_000, n++) {
    call.until(at)
    if (call.state.phase.name === 'ended') break
    act(call, at)
    call.at(at + 1_300, responds(`r${n}`))
    call.at(at + 1_350, audio(`r${n}`, `i${n}`, 8_000))
    call.at(at + 1_400, done(`r${n}`))
  }
  return call
}

describe('a caller who talks to a person', () => {
  test('has not hung up, though the stream stops', () => {
    const call = away()
    expect(call.at(1_100, { type: 'carrier.stopped' })).toEqual([])
    expect(call.state.phase).toEqual({ name: 'talking' })
  })

  test('has hung up when the carrier says so', () => {
    const call = away()
    call.at(60_000, { type: 'carrier.hung_up' })
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'caller_hung_up' })
  })

  test('is not hurried by the agent’s limits, which go on when they are back', () => {
    const call = away()
    call.until(600_000)
    expect(call.state.phase).toEqual({ name: 'talking' })
    expect(call.at(600_000, { type: 'carrier.returns' })).toEqual([
      {
        type: 'engine.open',
        instance: 2,
        which: 'own',
        history: [{ kind: 'agent', text: 'One moment.' }],
      },
    ])
    call.at(600_200, ready)
    call.at(600_300, started)
    call.at(600_400, responds('r2'))
    call.at(600_500, audio('r2', 'i2', 1_000))
    call.at(600_600, done('r2'))
    call.at(601_500, mark('p1'))
    call.at(615_000, { type: 'carrier.dtmf', digit: '1' })
    call.until(616_300)
    call.at(616_300, responds('r3'))
    call.at(616_350, audio('r3', 'i3', 1_000))
    call.at(616_400, done('r3'))
    call.at(617_350, mark('p2'))
    call.until(628_999)
    expect(call.state.phase).toEqual({ name: 'talking' })
    call.until(629_000)
    expect(call.state.phase).toMatchObject({ name: 'closing', reason: 'max_duration' })
  })

  test('does not talk to them for ever', () => {
    const call = away()
    call.until(1_000 + 120 * 60_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'max_duration' })
  })
})

function endedAt(call: ScriptedCall): number | undefined {
  return call.effects.find(
    ({ effect }) => effect.type === 'record' && effect.entry.kind === 'ended',
  )?.at
}

describe('a stream that does not open', () => {
  test('is tried three times, and then the caller hears why', () => {
    const call = talking()
    call.at(1_000, { type: 'carrier.lost', detail: 'broke' })
    for (let round = 1; round <= 3; round++) call.at(1_000 + round, { type: 'carrier.returns' })
    expect(call.state.phase).toEqual({ name: 'talking' })
    call.at(2_000, { type: 'carrier.returns' })
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  })

  test('has all its tries again once it opened', () => {
    const call = talking()
    for (let at = 1_000; at < 20_000; at += 1_000) {
      call.at(at, { type: 'carrier.returns' })
      call.at(at + 100, started)
    }
    expect(call.state.phase).toEqual({ name: 'talking' })
  })
})

describe('the longest duration', () => {
  test('is moved by no key', () => {
    const call = busy((c, at) => {
      c.at(at, { type: 'carrier.dtmf', digit: '1' })
      c.until(at + 1_250)
    })
    expect(endedAt(call)).toBeLessThanOrEqual(51_500)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'max_duration' })
  })

  test('and by no word', () => {
    const call = busy((c, at) => {
      c.at(at, { type: 'engine.speech_started', itemId: `c${at}` })
      c.at(at + 500, { type: 'engine.speech_stopped', itemId: `c${at}`, agoMs: 0 })
      c.at(at + 500, { type: 'engine.committed', itemId: `c${at}` })
    })
    expect(endedAt(call)).toBeLessThanOrEqual(51_500)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'max_duration' })
  })
})
