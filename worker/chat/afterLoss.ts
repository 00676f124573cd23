/** How a conversation goes on whose object was lost. */
import { instructionsIn } from '../call/prompts/index.ts'
import { giveUp } from './answering.ts'
import { answerNext, askAgain } from './asking.ts'
import { CHAT_LIMITS } from './limits.ts'
import { goOn } from './parts.ts'
import { type ChatState, hasCalled, openTools } from './state.ts'
import { act, inOrder, nothing, type Step, write } from './steps.ts'

/** What was under way goes on: by the same key, and no tool whose outcome is unknown is run again. */
export function restarted(state: ChatState, now: number): Step {
  const { answer } = state
  if (!answer) return answerNext(state, now)
  const { toolOutcomeUnknown: output } = instructionsIn(state.rules.locale)
  const steps = openTools(answer).map(({ toolCallId, name, args }) => (s: ChatState) => {
    if (!s.rules.repeatable.includes(name)) {
      return write(s, { kind: 'tool_answered', at: now, toolCallId, output })
    }
    return act(s, { type: 'tool.run', toolCallId, name, args })
  })
  return inOrder(state, ...steps, (s) => goOnAfterLoss(s, now))
}

function goOnAfterLoss(state: ChatState, now: number): Step {
  const { answer } = state
  if (!answer) return nothing(state)
  // What a tool does must not be asked for twice, so its result leads on.
  if (hasCalled(answer)) {
    const done = answer.isPartDone ? nothing(state) : write(state, { kind: 'part_done', at: now })
    return inOrder(
      state,
      () => done,
      (s) => goOn(s, now),
    )
  }
  if (answer.attempt >= CHAT_LIMITS.attempts) {
    return giveUp(state, 'The answer was cut off again and again.', now)
  }
  return askAgain(state, answer, 0, now)
}
