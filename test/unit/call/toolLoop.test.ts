/** An agent that calls tools again and again, and does not speak. */
import { expect, test } from 'vitest'
import { committed, done, pause, responds, ScriptedCall, speech, talking } from './script.ts'

/** So many answers that are nothing but a tool; what the engine was asked for last. */
function callsTools(call: ScriptedCall, from: number, times: number) {
  for (let n = from; n < from + times; n++) {
    const toolCallId = `t${n}`
    call.at(n * 100, responds(`r${n}`))
    call.at(n * 100, {
      type: 'engine.tool_call',
      responseId: `r${n}`,
      toolCallId,
      name: 'weather',
      args: '{}',
    })
    call.at(n * 100, done(`r${n}`))
    call.at(n * 100 + 10, { type: 'tool.settled', toolCallId, output: 'sun', directive: null })
  }
  return call.effects.findLast(({ effect }) => effect.type === 'engine.respond')?.effect
}

test('is made to speak', () => {
  expect(callsTools(talking(), 1, 5)).toMatchObject({
    type: 'engine.respond',
    request: { kind: 'speak' },
  })
})

test('begins anew with what the caller says', () => {
  const call = talking()
  callsTools(call, 1, 4)
  call.at(500, speech('c1'))
  call.at(520, pause('c1'))
  call.at(530, committed('c1'))
  expect(callsTools(call, 6, 4)).toMatchObject({
    type: 'engine.respond',
    request: { kind: 'continue' },
  })
})

test('begins anew with a key that the caller presses', () => {
  const call = talking()
  callsTools(call, 1, 4)
  call.at(500, { type: 'carrier.dtmf', digit: '#' })
  expect(callsTools(call, 6, 4)).toMatchObject({
    type: 'engine.respond',
    request: { kind: 'continue' },
  })
})
