/** What the journal says of odd moments, and what a restart makes of it. */
import { expect, test } from 'vitest'
import {
  audio,
  callsTool,
  committed,
  done,
  endsCall,
  mark,
  pause,
  responds,
  speech,
  words,
  talking,
} from './script.ts'

test('a turn does not end before it begins, however long the pause is said to have been', () => {
  const call = talking()
  call.at(1_000, speech('c1'))
  // The pause, of 500 ms, would have begun before the speech.
  call.at(1_100, pause('c1'))
  call.at(1_110, committed('c1'))
  expect(call.turns).toMatchObject([{ startedAtMs: 1_000, endedAtMs: 1_000 }])
})

test('words that come after the end of an answer are not said', () => {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, words('r1', 'i1', 'One.'))
  call.at(0, audio('r1', 'i1', 1_000))
  call.at(10, done('r1'))
  call.at(20, words('r1', 'i1', ' Two.'))
  call.at(1_000, mark('p0'))
  expect(call.turns).toMatchObject([{ text: 'One.', heardText: 'One.' }])
})

test('an answer that never became sound is not on the record', () => {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, words('r1', 'i1', 'One.'))
  call.at(10, done('r1'))
  expect(call.turns).toEqual([])
})

test('a call that went on after its goodbye goes on after a restart', () => {
  const call = talking()
  call.at(100, responds('r1'))
  call.at(100, callsTool('r1', 'end_call'))
  call.at(110, endsCall)
  expect(call.state.phase.name).toBe('closing')
  call.at(120, speech('c1'))
  expect(call.state.phase.name).toBe('talking')
  expect(call.rebuilt(200).phase.name).toBe('talking')
})

test('time with a person does not count, not even after a restart', () => {
  const call = talking()
  call.at(1_000, { type: 'carrier.moved' })
  call.at(61_000, { type: 'carrier.returns' })
  expect(call.state.awayMs).toBe(60_000)
  expect(call.rebuilt(62_000).awayMs).toBe(60_000)
})
