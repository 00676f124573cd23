/** Ends of responses that say nothing of what is owed: another one runs, or the caller talked over it. */
import { expect, test } from 'vitest'
import {
  audio,
  committed,
  done,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
} from './script.ts'

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

test('an answer that the caller talks over before its first sound is not asked for again', () => {
  const call = new ScriptedCall({ greeting: { type: 'generated', interruptible: true } })
  call.at(0, started)
  call.at(0, ready)
  call.at(10, responds('r1'))
  call.at(20, speech('c1'))
  call.at(900, pause('c1'))
  call.at(910, committed('c1'))
  // Its end comes late, when the caller's turn is what is to be answered.
  call.at(915, done('r1', 'cancelled'))
  call.at(920, responds('r2'))
  call.at(930, audio('r2', 'i2', 400))
  call.at(940, done('r2'))
  call.at(1_400, mark('p0'))
  call.until(5_000)
  const asked = call.effects.filter(({ effect }) => effect.type === 'engine.respond')
  expect(asked).toHaveLength(1)
})
