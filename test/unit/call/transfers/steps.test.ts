/** What a person hears who has picked up. */
import { expect, test } from 'vitest'
import type { CallEvent } from '../../../../worker/call/events.ts'
import { parting, personStep } from '../../../../worker/call/transfer/steps.ts'
import { after, ALL_THE_WAY, calling, destination, person, stopped, talking } from './attempt.ts'

const meet = { do: 'meet' }
const GONE = 'The caller is not on the line any more. Goodbye.'
const part = (text: string | null) => ({ do: 'part', text, locale: 'en-US' })
const picksUp = ALL_THE_WAY.slice(0, 3)

function asks(summary: string): CallEvent[] {
  const directive = { do: 'transfer', to: destination(), summary } as const
  return [
    { type: 'engine.response_started', responseId: 'r1' },
    { type: 'engine.tool_call', responseId: 'r1', toolCallId: 't1', name: 'hand_off', args: '{}' },
    { type: 'tool.settled', toolCallId: 't1', output: 'ok', directive },
  ]
}

test.each([
  ['A wrong bill', 'A wrong bill.'],
  ['Is the bill wrong?', 'Is the bill wrong?'],
  [' ', ''],
])('they hear what it is about: “%s”', (summary, said) => {
  const { state } = after(talking(), [...asks(summary), ...picksUp])
  const text = ['A caller is waiting to talk to you.', said, 'Press 1 to take the call.']
  expect(personStep(state, 1)).toEqual({
    do: 'brief',
    text: text.filter((sentence) => sentence !== '').join(' '),
    locale: 'en-US',
  })
})

test('they go to the room once they have accepted', () => {
  const call = after(calling(), [...picksUp, person('accepted')])
  expect(personStep(call.state, 1)).toEqual(meet)
  after(call, ALL_THE_WAY.slice(4))
  expect(personStep(call.state, 1)).toEqual(meet)
})

test('they go there at once where nobody asks them', () => {
  expect(personStep(after(calling({ mode: 'cold' }), picksUp).state, 1)).toEqual(meet)
})

test('behind an extension they are asked all the same', () => {
  const target = { kind: 'phone', phoneNumber: '+12025550170', extension: '1' } as const
  const { state } = after(calling({ mode: 'cold', target }), picksUp)
  expect(personStep(state, 1)).toMatchObject({ do: 'brief' })
})

test.each<[string, CallEvent[], string | null]>([
  ['the caller hung up', [stopped], GONE],
  ['an operator ended the call', [{ type: 'operator.ended' }], GONE],
  ['they did not want to', [person('declined')], null],
  ['they are a machine', [person('is_machine')], null],
])('they are let go: %s', (_, events, text) => {
  expect(personStep(after(calling(), [...picksUp, ...events]).state, 1)).toEqual(part(text))
})

test('somebody of another attempt is let go', () => {
  expect(personStep(after(calling(), picksUp).state, 2)).toEqual(part(GONE))
  expect(parting('en-US', null)).toEqual(part(GONE))
})
