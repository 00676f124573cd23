import { closeEngine, openEngine } from './engineLeg.ts'
import type { NextAgent } from './events.ts'
import { instructionsIn } from './prompts/index.ts'
import { NEVER_PROMPTED } from './reprompts.ts'
import { IDLE } from './responses.ts'
import { become, type CallState, inOrder, type Transition, withSpeech, write } from './state.ts'

/** Another agent takes the call over, with what was heard. What the first one says is heard to its end. */
export function handOff(
  state: CallState,
  { agent, rules, traits }: NextAgent,
  now: number,
): Transition {
  const { handedOver } = instructionsIn(rules.locale)
  return inOrder(
    state,
    (s) => closeEngine(s, now),
    (s) => write(s, { kind: 'handed_off', at: now, agent }),
    (s) => {
      const { knownTools, pendingTools, wanted } = s.responses
      const opening = { kind: 'instructed', instructions: handedOver } as const
      const taken: CallState = {
        ...withSpeech(s, { reprompts: NEVER_PROMPTED }),
        rules,
        traits,
        handedTo: agent,
        engine: { ...s.engine, which: 'own', outage: null },
        responses: {
          ...IDLE,
          knownTools,
          pendingTools,
          wanted: wanted.length > 0 ? wanted : [opening],
        },
      }
      // While the caller talks to a person, nobody is to be connected.
      return s.engine.stage.name === 'gone' ? become(taken) : openEngine(taken, now)
    },
  )
}
