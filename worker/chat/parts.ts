/** The parts that tools cut an answer into. */
import { afterAnswer, ask } from './asking.ts'
import { closeText, endAnswer, endChat, note } from './ending.ts'
import type { ToolSettled } from './events.ts'
import { CHAT_LIMITS } from './limits.ts'
import { END_CHAT, HAND_OVER, outputOf } from './ownTools.ts'
import { type Answer, type CalledTool, type ChatState, hasCalled, openTools } from './state.ts'
import { act, inOrder, nothing, type Step, write } from './steps.ts'
import { wordsIn } from './words/index.ts'

export function called(
  state: ChatState,
  { tools, parts }: Answer,
  { toolCallId, name, args }: Pick<CalledTool, 'toolCallId' | 'name' | 'args'>,
  now: number,
): Step {
  const isKnown = tools.some((known) => known.toolCallId === toolCallId)
  if (isKnown || parts > CHAT_LIMITS.partsWithTools) return nothing(state)
  const output = outputOf(name, state.rules)
  return inOrder(
    state,
    (s) => closeText(s, now),
    (s) => write(s, { kind: 'tool_called', at: now, seq: s.nextSeq, toolCallId, name, args }),
    (s) =>
      output === null
        ? act(s, { type: 'tool.run', toolCallId, name, args })
        : write(s, { kind: 'tool_answered', at: now, toolCallId, output }),
  )
}

export function toolSettled(
  state: ChatState,
  { toolCallId, output }: ToolSettled,
  now: number,
): Step {
  const isOpen =
    state.answer && openTools(state.answer).some((one) => one.toolCallId === toolCallId)
  if (!isOpen) return nothing(state)
  return inOrder(
    state,
    (s) => write(s, { kind: 'tool_answered', at: now, toolCallId, output }),
    (s) => goOn(s, now),
  )
}

/** The part is written, and all that it has called is settled: what comes next? */
export function goOn(state: ChatState, now: number): Step {
  const { answer } = state
  if (!answer?.isPartDone || openTools(answer).length > 0) return nothing(state)
  const [last] = answer.tools.toReversed()
  const isLast = !hasCalled(answer) || !last || leaves(answer)
  if (isLast) return finish(state, now)
  const key = `${answer.base}:${last.toolCallId}`
  return inOrder(
    state,
    (s) => closeText(s, now),
    (s) => ask(s, { ...answer, key, attempt: 1 }, 0, now),
  )
}

/** Whether nothing need follow what it has called: the visitor was told what happens, or is shown it. */
function leaves({ tools, seqs }: Answer): boolean {
  if (tools.some(({ name }) => name === HAND_OVER)) return true
  return tools.some(({ name }) => name === END_CHAT) && seqs.length > 0
}

function finish(state: ChatState, now: number): Step {
  const called = new Set(state.answer?.tools.map(({ name }) => name))
  return inOrder(
    state,
    (s) => closeText(s, now),
    (s) => endAnswer(s, 'complete', null, now),
    (s) => {
      if (called.has(HAND_OVER) && s.rules.handOver) return askPerson(s, now)
      return called.has(END_CHAT) ? endChat(s, 'agent_ended', null, now) : afterAnswer(s, now)
    },
  )
}

function askPerson(state: ChatState, now: number): Step {
  const text = wordsIn(state.rules.locale).personAsked
  return inOrder(
    state,
    (s) => write(s, { kind: 'handed_over', at: now, waits: true }),
    (s) => note(s, text, now),
  )
}
