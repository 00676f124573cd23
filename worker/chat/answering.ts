/** How an answer comes to be, part by part, and how it ends. */
import type { ChatEndReason } from '../../convex/model/chat.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import type { PartFailure } from '../call/ports.ts'
import type { Asking, BrainEvent, ToolSettled } from './events.ts'
import { CHAT_LIMITS } from './limits.ts'
import { END_CHAT, HAND_OVER, outputOf } from './ownTools.ts'
import {
  type Answer,
  type CalledTool,
  type ChatState,
  hasCalled,
  lastSaid,
  openTools,
  writtenOf,
} from './state.ts'
import { act, inOrder, nothing, type Step, write } from './steps.ts'
import { wordsIn } from './words/index.ts'

/** Whatever waits for an answer gets one now, all of it together, unless one is being written. */
export function answerNext(state: ChatState, now: number): Step {
  const to = lastSaid(state)
  if (state.status !== 'open' || state.answer || to <= state.answeredTo) return nothing(state)
  // A person came between: what is asked for now is another answer.
  const isAnew = to <= state.askedTo
  const base = `${state.rules.chatId}:${to}${isAnew ? `#anew_${state.nextSeq}` : ''}`
  return ask(state, { base, key: base, attempt: 1, to, supersedes: null }, 0, now)
}

type Part = Pick<Answer, 'base' | 'key' | 'attempt' | 'to' | 'supersedes'>

export function ask(state: ChatState, part: Part, waitMs: number, now: number): Step {
  const { base, key, attempt, to, supersedes } = part
  return inOrder(
    state,
    (s) => write(s, { kind: 'asked', at: now, base, key, attempt, to, supersedes }),
    (s) => act(s, { type: 'brain.ask', key, attempt, waitMs }),
  )
}

/** The same part is asked for once more, by the same key. */
export function askAgain(state: ChatState, answer: Answer, waitMs: number, now: number): Step {
  return ask(state, { ...answer, attempt: answer.attempt + 1 }, waitMs, now)
}

export function brainSays(state: ChatState, event: BrainEvent, now: number): Step {
  if (event.type === 'brain.used') return write(state, { kind: 'used', usage: event.usage })
  const { answer } = state
  if (!answer || !isFor(answer, event)) return nothing(state)
  switch (event.type) {
    case 'brain.wrote': {
      const seq = answer.seq ?? state.nextSeq
      return event.delta === ''
        ? nothing(state)
        : write(state, { kind: 'wrote', at: now, seq, delta: event.delta })
    }
    case 'brain.called':
      return called(state, answer, event, now)
    case 'brain.done': {
      const isEmpty = writtenOf(state).trim() === '' && !hasCalled(answer)
      if (isEmpty) return failed(state, answer, empty(event.cut), now)
      return inOrder(
        state,
        (s) => write(s, { kind: 'part_done', at: now }),
        (s) => goOn(s, now),
      )
    }
    case 'brain.failed':
      return failed(state, answer, event.failure, now)
  }
}

const isFor = (answer: Answer, { key, attempt }: Asking): boolean =>
  answer.key === key && answer.attempt === attempt && !answer.isPartDone

const empty = (cut: string | null): PartFailure => ({
  cause: cut ?? 'The brain answered with nothing.',
  again: true,
  retryAfterMs: null,
})

function called(
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
    (s) => closeText(s, 'complete', now),
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
    (s) => closeText(s, 'complete', now),
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
    (s) => closeText(s, 'complete', now),
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

/** The answer is over; whoever waits is next, and a conversation that is as long as it may be ends. */
export function afterAnswer(state: ChatState, now: number): Step {
  const { messagesPerConversation, locale } = state.rules
  if (state.failedInARow >= CHAT_LIMITS.failures) {
    return endChat(state, 'brain_failed', state.failure, now)
  }
  const isFull = state.askedAt.length >= messagesPerConversation
  if (!isFull || lastSaid(state) > state.answeredTo) return answerNext(state, now)
  return inOrder(
    state,
    (s) => note(s, wordsIn(locale).limitReached, now),
    (s) => endChat(s, 'limit_reached', null, now),
  )
}

/** A brain is asked once more, then the visitor is told that there is no answer. */
function failed(state: ChatState, answer: Answer, failure: PartFailure, now: number): Step {
  const { cause, again, retryAfterMs } = failure
  // What a tool does must not be asked for twice; its result leads on.
  if (hasCalled(answer)) {
    return inOrder(
      state,
      (s) => write(s, { kind: 'part_done', at: now }),
      (s) => goOn(s, now),
    )
  }
  if (answer.failures === 0 && (again || state.rules.hasSpare)) {
    const waitMs = Math.min(retryAfterMs ?? CHAT_LIMITS.retry, CHAT_LIMITS.longestRetry)
    return inOrder(
      state,
      (s) => write(s, { kind: 'troubled', at: now, cause }),
      (s) => askAgain(s, s.answer ?? answer, waitMs, now),
    )
  }
  return giveUp(state, cause, now)
}

export function giveUp(state: ChatState, cause: string, now: number): Step {
  const { noAnswer } = wordsIn(state.rules.locale)
  const isPartial = writtenOf(state).trim() !== ''
  const seq = state.answer?.seq ?? state.nextSeq
  return inOrder(
    state,
    (s) =>
      write(s, {
        kind: 'closed',
        at: now,
        seq,
        state: 'failed',
        ...(isPartial ? {} : { sentence: noAnswer }),
      }),
    (s) => (isPartial ? note(s, noAnswer, now) : nothing(s)),
    (s) => endAnswer(s, 'failed', cause, now),
    (s) => afterAnswer(s, now),
  )
}

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

function endAnswer(
  state: ChatState,
  how: 'complete' | 'failed',
  failure: string | null,
  now: number,
): Step {
  const to = state.answer?.to ?? state.answeredTo
  return write(state, { kind: 'answered', at: now, to, how, failure })
}

function closeText(state: ChatState, end: 'complete', now: number): Step {
  const seq = state.answer?.seq ?? null
  if (seq === null) return nothing(state)
  return write(state, { kind: 'closed', at: now, seq, state: end })
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
