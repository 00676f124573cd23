/** A process that is lost in the middle of an attempt. */
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../../../worker/call/events.ts'
import { whereTo } from '../../../../worker/call/transfer/steps.ts'
import { ready, type ScriptedCall, started } from '../script.ts'
import {
  after,
  ALL_THE_WAY,
  called,
  calling,
  effectsOf,
  gone,
  letGo,
  moved,
  outcomes,
  person,
  returns,
  stageOf,
} from './attempt.ts'

/** Everything in memory is lost, and nobody has asked anything yet. */
function lost(call: ScriptedCall): ScriptedCall {
  call.state = call.rebuilt(call.now)
  return call
}

const steps = ALL_THE_WAY.map((_, done) => done)

describe.each(['warm', 'cold'] as const)('%s', (mode) => {
  const way = ALL_THE_WAY.map((event) =>
    mode === 'cold' && event.type === 'person.accepted' ? person('is_human') : event,
  )

  test.each(steps)('what is known of it outlives the process, after %i steps', (done) => {
    const call = after(calling({ mode }), way.slice(0, done))
    const { transfer, transfers, pastTransfers } = call.state
    const rebuilt = lost(call).state
    expect(rebuilt.transfers).toBe(transfers)
    expect(rebuilt.pastTransfers).toEqual(pastTransfers)
    expect({ ...rebuilt.transfer, askedAt: 0, stage: rebuilt.transfer?.stage.name }).toEqual({
      ...transfer,
      askedAt: 0,
      stage: transfer?.stage.name,
    })
  })

  test.each(steps)('it goes on to its end, after %i steps', (done) => {
    const call = lost(after(calling({ mode }), way.slice(0, done)))
    // The stream broke with the process, unless it had ended before.
    after(call, [returns, ready])
    if (call.state.transfer?.stage.name !== 'moving') after(call, [started])
    after(
      call,
      way.slice(done).filter(({ type }) => type !== 'carrier.stopped'),
    )
    expect(stageOf(call)).toBe('connected')
    expect(effectsOf(call, 'person.call')).toHaveLength(1)
    expect(effectsOf(call, 'person.move_caller')).toHaveLength(1)
    expect(letGo(call)).toBe(0)
  })

  test.each(steps)('its time runs anew, and ends it, after %i steps', (done) => {
    const call = lost(after(calling({ mode }), way.slice(0, done)))
    after(call, [returns, ready, started])
    call.until(call.now + 60_000)
    expect(outcomes(call)).toHaveLength(1)
    expect(stageOf(call)).toBeNull()
  })
})

test('a caller who is being moved goes to the same room', () => {
  const call = lost(after(calling(), ALL_THE_WAY.slice(0, 5)))
  after(call, [returns])
  expect(whereTo(call.state)).toEqual({ do: 'meet', attempt: 1 })
  expect(effectsOf(call, 'engine.open')).toHaveLength(1)
})

test('a person who was to join when the process was lost is joined', () => {
  const call = after(calling(), ALL_THE_WAY.slice(0, 5))
  const journal = call.journal.filter((entry) => !('step' in entry) || entry.step !== 'moving')
  const { effects } = call
  effects.splice(
    0,
    effects.length,
    ...journal.map((entry) => ({ at: 0, effect: { type: 'record' as const, entry } })),
  )
  lost(call).until(call.now)
  expect(effectsOf(call, 'person.move_caller')).toHaveLength(1)
})

const together = (afterwards: 'agent' | 'hang_up') => after(calling({ afterwards }), ALL_THE_WAY)

describe('a caller who is with a person', () => {
  test.each<[string, CallEvent[]]>([
    ['the carrier’s question wakes the process', []],
    ['the person’s leaving does', [person('left')]],
  ])('comes back: %s', (_, events) => {
    const call = together('agent')
    call.until(600_000)
    lost(call)
    after(call, [...events, returns, ready, started])
    expect(outcomes(call)).toEqual(['connected'])
    expect(whereTo(call.state)).toBeNull()
    expect(call.asked).toMatchObject({ request: { kind: 'instructed' } })
    // The first was that somebody is called.
    expect(effectsOf(call, 'engine.respond')).toHaveLength(2)
  })

  test('is hung up on, though the process was lost after the person had left', () => {
    const call = together('hang_up')
    call.until(600_000)
    after(call, [person('left')])
    lost(call)
    after(call, [returns])
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'transferred' })
  })

  test('who found nobody is waited for, and no longer', () => {
    const call = after(calling(), ALL_THE_WAY.slice(0, 6))
    call.until(20_000)
    after(call, [moved])
    lost(call)
    call.until(call.now + 20_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  })
})

describe('a person whose attempt was over', () => {
  test('and whose leg is named only then, is let go', () => {
    const call = after(calling(), [person('declined')])
    lost(call)
    after(call, [returns, called()])
    expect(letGo(call)).toBe(2)
    lost(call)
    after(call, [returns, called(), person('ringing')])
    expect(letGo(call)).toBe(2)
  })

  test('and who is gone, is not', () => {
    const call = after(calling(), [gone('busy')])
    lost(call)
    after(call, [returns, person('ringing'), called()])
    expect(letGo(call)).toBe(0)
  })
})

test('whoever was named when they were gone already stays gone, and has a name', () => {
  const events: CallEvent[] = [{ type: 'operator.ended' }, gone('no_answer'), called()]
  // What is told after the end is added to the journal as it stands.
  const call = lost(after(calling(), events))
  expect(call.state.pastTransfers).toMatchObject([{ leg: 'gone', legId: 'CAp1' }])
})
