/** How answers and conversations end. */
import type { ChatEndReason } from '../../convex/model/chat.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import { type ChatState, openTools } from './state.ts'
import { act, inOrder, nothing, type Step, write } from './steps.ts'

/** Ends the answer where it is; what was shown of it stays. `isMarked`: the visitor sees that it was stopped. */
export function stopAnswer(state: ChatState, isMarked: boolean, now: number): Step {
  const { answer } = state
  if (!answer) return nothing(state)
  const { toolOutcomeUnknown } = instructionsIn(state.rules.locale)
  const open = openTools(answer)
  const isShown = answer.seqs.length > 0
  return inOrder(
    state,
    (s) => act(s, { type: 'brain.stop' }),
    ...open.map(({ toolCallId }) => (s: ChatState) => {
      const output = toolOutcomeUnknown
      const answered = write(s, { kind: 'tool_answered', at: now, toolCallId, output })
      return { ...answered, effects: [{ type: 'tool.stop' as const, toolCallId }] }
    }),
    (s) =>
      answer.seq !== null || (isMarked && !isShown)
        ? write(s, { kind: 'closed', at: now, seq: answer.seq ?? s.nextSeq, state: 'stopped' })
        : nothing(s),
    (s) => {
      const to = isMarked || isShown ? answer.to : s.answeredTo
      return write(s, { kind: 'answered', at: now, to, how: 'stopped', failure: null })
    },
  )
}

/** The answer is over, and needs no other. */
export function endAnswer(
  state: ChatState,
  how: 'complete' | 'failed',
  failure: string | null,
  now: number,
): Step {
  const to = state.answer?.to ?? state.answeredTo
  return write(state, { kind: 'answered', at: now, to, how, failure })
}

/** No more words come of the message that is being written, where one is. */
export function closeText(state: ChatState, now: number): Step {
  const seq = state.answer?.seq ?? null
  if (seq === null) return nothing(state)
  return write(state, { kind: 'closed', at: now, seq, state: 'complete' })
}

export function endChat(
  state: ChatState,
  reason: ChatEndReason,
  failure: string | null,
  now: number,
): Step {
  return write(state, { kind: 'ended', at: now, reason, failure })
}

/** A line for the reader. */
export function note(state: ChatState, text: string, now: number): Step {
  const seq = state.nextSeq
  return write(state, { kind: 'spoke', at: now, seq, role: 'note', author: '', text, clientId: '' })
}

/** Somebody wants no more of it, and of the answer that is being written. */
export function endNow(
  state: ChatState,
  reason: 'visitor_left' | 'operator_ended',
  now: number,
): Step {
  if (state.status === 'ended') return nothing(state)
  return inOrder(
    state,
    (s) => stopAnswer(s, true, now),
    (s) => endChat(s, reason, null, now),
  )
}
