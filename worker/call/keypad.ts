import { collectKey } from './collect.ts'
import { tellEngine } from './engineLeg.ts'
import { afterFarewell, signOfLife } from './phase.ts'
import { instructionsIn } from './prompts/index.ts'
import { callerSpoke, want } from './responses.ts'
import { interrupt, mayInterrupt } from './speech.ts'
import {
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  withSpeech,
  write,
} from './state.ts'
import { NEVER_PROMPTED } from './reprompts.ts'

/** The caller pressed a key: for a tool that waits for it, or to tell the model something. */
export function pressKey(state: CallState, digit: string, now: number): Transition {
  if (!state.collecting) return pressFreely(state, digit, now)
  return inOrder(
    withSpeech(state, { reprompts: NEVER_PROMPTED }),
    (s) => signOfLife(s, now),
    (s) => collectKey(s, digit, now),
  )
}

/** Keys that follow each other closely are one message to the model. */
function pressFreely(state: CallState, digit: string, now: number): Transition {
  const digits = (state.keypad?.digits ?? '') + digit
  return inOrder(
    { ...withSpeech(state, { reprompts: NEVER_PROMPTED }), keypad: { digits, lastAt: now } },
    (s) => signOfLife(s, now),
    (s) => note(s, 'dtmf', digit, now),
    // The key that ends an entry on every phone.
    (s) => (digit === '#' && s.engine.stage.name === 'ready' ? passDigits(s, now) : become(s)),
  )
}

/** The caller has finished a group of keys: the model hears of it as a message from them. */
export function passDigits(state: CallState, now: number): Transition {
  const { keypad } = state
  if (!keypad) return [state, []]
  const text = instructionsIn(state.rules.locale).keysPressed([...keypad.digits].join(' '))
  return inOrder(
    { ...state, keypad: null },
    (s) => (mayInterrupt(s) ? interrupt(s, 'The caller pressed a key', false, now) : become(s)),
    (s) =>
      become(
        afterFarewell({
          ...s,
          responses: want(callerSpoke(s.responses), { kind: 'continue' }),
        }),
      ),
    (s) => tellEngine(s, { type: 'engine.tell', text }),
    (s) => write(s, { kind: 'told', at: now, text }),
  )
}
