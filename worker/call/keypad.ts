import { tellEngine } from './engineLeg.ts'
import { want } from './responses.ts'
import { interrupt } from './speech.ts'
import { alive, become, type CallState, inOrder, note, type Transition, write } from './state.ts'

/** The caller pressed a key. Keys that follow each other closely are one message to the model. */
export function pressKey(state: CallState, digit: string, now: number): Transition {
  const digits = (state.keypad?.digits ?? '') + digit
  return note({ ...alive(state, now), keypad: { digits, lastAt: now } }, 'dtmf', digit, now)
}

/** The caller has finished a group of keys: the model hears of it as a message from them. */
export function passDigits(state: CallState, now: number): Transition {
  const { keypad } = state
  if (!keypad) return [state, []]
  const text = `(The caller pressed ${[...keypad.digits].join(' ')} on the keypad.)`
  return inOrder(
    { ...state, keypad: null },
    (s) => (s.rules.bargeIn ? interrupt(s, 'The caller pressed a key', false, now) : become(s)),
    (s) => become({ ...s, responses: want(s.responses, { kind: 'continue' }) }),
    (s) => tellEngine(s, { type: 'engine.tell', text }),
    (s) => write(s, { kind: 'told', at: now, text }),
  )
}
