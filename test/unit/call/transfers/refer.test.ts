/** Over a trunk the network sends callers on by itself: when they have heard of it, and without a word on how it went. */
import { describe, expect, test } from 'vitest'
import type { Destination } from '../../../../convex/model/destination.ts'
import type { CallEvent } from '../../../../worker/call/events.ts'
import { ScriptedCall } from '../script.ts'
import {
  destination,
  effectsOf,
  linesOf,
  notCalled,
  outcomes,
  stageOf,
  stopped,
} from './attempt.ts'

const COLD = { mode: 'cold' } as const
const REFERS = { refers: true } as const
const aloud: CallEvent = { type: 'engine.aloud', responseId: 'r1' }
const hushed: CallEvent = { type: 'engine.hushed', responseId: 'r1', whole: true }
const referred: CallEvent = { type: 'person.referred', attempt: 1 }

/** At 1,000 ms somebody asks for a person; the agent speaks of it from 1,200 ms on. */
function telling(over: Partial<Destination> = COLD): ScriptedCall {
  const call = new ScriptedCall(REFERS, { audio: 'direct', forgets: false, answersItself: false })
  call.at(0, { type: 'engine.ready' })
  call.at(1_000, { type: 'operator.transfers', to: destination(over), askedBy: 'operator' })
  call.at(1_100, { type: 'engine.response_started', responseId: 'r1' })
  call.at(1_150, { type: 'engine.said', responseId: 'r1', itemId: 'i1', text: 'One moment.' })
  call.at(1_200, aloud)
  call.at(1_300, {
    type: 'engine.response_done',
    responseId: 'r1',
    status: 'completed',
    detail: null,
    retryAfterMs: null,
    usage: null,
  })
  return call
}

/** The caller has heard of it, and the network was asked at 2,000 ms. */
function sent(): ScriptedCall {
  const call = telling()
  call.at(2_000, hushed)
  return call
}

const ended = (call: ScriptedCall) => linesOf(call, 'ended').map(({ reason }) => reason)

test('an engine without pauses has said so once it has been silent for a while', () => {
  const call = new ScriptedCall(REFERS, { audio: 'direct', continuous: true })
  call.at(0, { type: 'engine.ready' })
  call.at(500, { type: 'engine.words', responseId: 'r1', itemId: 'i1', delta: 'One moment.' })
  call.at(1_000, { type: 'operator.transfers', to: destination(COLD), askedBy: 'operator' })
  call.until(2_400)
  expect(effectsOf(call, 'person.refer')).toEqual([])
  call.until(2_600)
  expect(effectsOf(call, 'person.refer')).toHaveLength(1)
})

describe('a caller of a trunk', () => {
  test('is sent on when they have heard that they are, and nobody is rung', () => {
    const call = telling()
    expect(effectsOf(call, 'person.refer')).toEqual([])
    call.at(2_000, hushed)
    expect(effectsOf(call, 'person.refer')).toEqual([
      { type: 'person.refer', attempt: 1, to: destination(COLD) },
    ])
    expect(effectsOf(call, 'person.call')).toEqual([])
    expect(stageOf(call)).toBe('referred')
  })

  test('is sent on though what they are told never ends', () => {
    const call = telling()
    call.at(16_000, { type: 'clock.tick' })
    expect(effectsOf(call, 'person.refer')).toHaveLength(1)
  })

  test('who is gone then was handed over, unconfirmed, whatever the network had said', () => {
    for (const events of [[referred], []]) {
      const call = sent()
      for (const event of events) call.at(2_500, event)
      call.at(3_000, stopped)
      expect(outcomes(call)).toEqual(['handed_over'])
      expect(linesOf(call, 'transfer_ended')[0]?.detail).toContain('unconfirmed')
      expect(ended(call)).toEqual(['transferred'])
      expect(effectsOf(call, 'person.let_go')).toEqual([])
    }
  })

  test('stays with the agent where the network refuses, and it says why', () => {
    const call = sent()
    call.at(2_500, notCalled)
    expect(outcomes(call)).toEqual(['carrier_failed'])
    expect(linesOf(call, 'transfer_ended')[0]?.detail).toBe('Refused.')
    expect(effectsOf(call, 'engine.tell')).toHaveLength(2)
    call.at(3_000, stopped)
    expect(ended(call)).toEqual(['caller_hung_up'])
  })

  test('who is still there ten seconds after the network’s word stays with the agent', () => {
    const call = sent()
    call.at(4_000, referred)
    call.at(13_900, { type: 'clock.tick' })
    expect(outcomes(call)).toEqual([])
    call.at(14_000, { type: 'clock.tick' })
    expect(outcomes(call)).toEqual(['carrier_failed'])
    expect(ended(call)).toEqual([])
  })

  test('who hangs up before they are sent on has hung up', () => {
    const call = telling()
    call.at(1_900, stopped)
    expect(outcomes(call)).toEqual(['caller_left'])
    expect(effectsOf(call, 'person.refer')).toEqual([])
  })

  test('is sent to nobody who must press a key first', () => {
    const phone = { kind: 'phone', phoneNumber: '+12025550170', extension: '12' } as const
    for (const over of [{ mode: 'warm' }, { ...COLD, target: phone }] as const) {
      const call = telling(over)
      call.at(2_000, hushed)
      expect(call.state.transfers).toBe(0)
      expect(effectsOf(call, 'person.refer')).toEqual([])
      const [note] = linesOf(call, 'event')
      expect(note?.event.summary).toContain('over a trunk')
    }
  })

  test('is not asked for again by the next process: gone is handed over, and still there has failed', () => {
    const call = sent()
    const state = call.rebuilt(60_000)
    expect(state.transfer).toMatchObject({ stage: { name: 'referred', since: 60_000 } })
    call.restart(60_000)
    expect(effectsOf(call, 'person.refer')).toHaveLength(1)
    call.at(60_500, stopped)
    expect(outcomes(call)).toEqual(['handed_over'])
  })
})
