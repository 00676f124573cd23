/** The end of a response while another runs: it says nothing of what that one was asked for. */
import { expect, test } from 'vitest'
import { audio, done, mark, ready, responds, ScriptedCall, started } from './script.ts'

test('a greeting that is heard is not said again because another response ends without a sound', () => {
  const call = new ScriptedCall({
    greeting: { type: 'fixed', text: 'Hello.', interruptible: true },
    silenceTimeoutSec: 0,
  })
  call.at(0, started)
  call.at(0, ready)
  call.at(10, responds('r2'))
  call.at(20, audio('r2', 'i2', 400))
  call.at(30, done('r1'))
  call.at(40, done('r2'))
  call.at(450, mark('p0'))
  call.until(5_000)
  const asked = call.effects.filter(({ effect }) => effect.type === 'engine.respond')
  expect(asked).toHaveLength(1)
})
