import type { CallEffect } from './events.ts'
import { want } from './responses.ts'
import { interrupt } from './speech.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'

/** The caller pressed a key. Keys that follow each other closely are one message to the model. */
export function pressKey(state: CallState, digit: string, now: number): Transition {
  const digits = (state.dtmf?.digits ?? '') + digit
  const record: CallEffect = {
    type: 'record',
    entry: { kind: 'event', at: now, event: { kind: 'dtmf', summary: digit, detail: null } },
  }
  return stay({ ...state, dtmf: { digits, lastAt: now }, lastVoiceAt: now }, record)
}

/** The caller has finished a group of keys: the model hears of it as a message from them. */
export function passDigits(state: CallState, now: number): Transition {
  const { dtmf } = state
  if (!dtmf) return [state, []]
  const text = `(The caller pressed ${[...dtmf.digits].join(' ')} on the keypad.)`
  return inOrder(
    { ...state, dtmf: null },
    (s) => (s.rules.bargeIn ? interrupt(s, 'The caller pressed a key', false, now) : stay(s)),
    (s) => {
      const responses = want(s.responses, { kind: 'continue' })
      return stay({ ...s, responses }, { type: 'engine.tell', text })
    },
  )
}
