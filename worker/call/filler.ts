import { LIMITS } from './limits.ts'
import { sentencesIn } from './prompts/index.ts'
import { want } from './responses.ts'
import { become, type CallState, type Transition, withSpeech } from './state.ts'
import { isWaitedFor } from './transfer/attempt.ts'

/**
 * When the agent says that it takes a moment: it has been silent for long, and so has the tool. `Infinity`:
 * it has said so, or something else is about to be heard.
 */
export function fillerDue({ phase, engine, speech, responses }: CallState): number {
  const waiting = responses.pendingTools.find(({ bridged }) => !bridged)
  const isSilent = responses.active.kind === 'none' && responses.wanted.length === 0
  const mayTalk = phase.name === 'talking' && engine.stage.name === 'ready'
  if (!waiting || !isSilent || !mayTalk || speech.waitingSince === null) return Infinity
  return Math.max(waiting.calledAt, speech.waitingSince) + LIMITS.filler
}

/** The agent says a few words, so that the caller knows that they are being served. */
export function bridge(state: CallState, now: number): Transition {
  const { pendingTools, fillers } = state.responses
  const waiting = pendingTools.find(({ bridged }) => !bridged)
  if (!waiting) return [state, []]
  const own = state.rules.tools[waiting.name]?.filler
  const { oneMoment } = sentencesIn(state.rules.locale)
  const text = own || oneMoment[fillers % oneMoment.length] || oneMoment[0]
  const responses = want(
    {
      ...state.responses,
      fillers: fillers + 1,
      pendingTools: pendingTools.map((tool) => ({ ...tool, bridged: true })),
    },
    { kind: 'verbatim', text, filler: true },
  )
  // Words are on their way: the tone that says that the line lives waits for them, but for who waits for a person.
  const waitingSince = isWaitedFor(state.transfer) ? state.speech.waitingSince : now
  return become({ ...withSpeech(state, { waitingSince }), responses })
}
