/** When a brain is asked, and what follows an answer. */
import { endChat, note } from './ending.ts'
import { CHAT_LIMITS } from './limits.ts'
import { type Answer, type ChatState, lastSaid } from './state.ts'
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
