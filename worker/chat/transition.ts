import { restarted } from './afterLoss.ts'
import { brainSays } from './answering.ts'
import { afterAnswer, answerNext, ask } from './asking.ts'
import { endChat, endNow, stopAnswer } from './ending.ts'
import type { ChatEvent, Refused, VisitorEvent } from './events.ts'
import { CHAT_LIMITS } from './limits.ts'
import { operatorDoes } from './operators.ts'
import { toolSettled } from './parts.ts'
import type { ChatState } from './state.ts'
import { inOrder, nothing, refuse, type Step, write } from './steps.ts'
import { wordsIn } from './words/index.ts'

/**
 * The conversation as a state machine: everything that decides what happens next in it. It does no I/O and
 * reads no clock. `now`: epoch ms.
 */
export function transition(state: ChatState, event: ChatEvent, now: number): Step {
  switch (event.type) {
    case 'visitor.said':
    case 'visitor.stopped':
    case 'visitor.wants_again':
    case 'visitor.left':
      return visitorDoes(state, event, now)
    case 'brain.wrote':
    case 'brain.called':
    case 'brain.used':
    case 'brain.done':
    case 'brain.failed':
      return brainSays(state, event, now)
    case 'tool.settled':
      return toolSettled(state, event, now)
    case 'operator.took':
    case 'operator.said':
    case 'operator.released':
    case 'operator.ended':
      return operatorDoes(state, event, now)
    case 'clock.tick':
      return isIdle(state, now) ? endChat(state, 'visitor_left', null, now) : nothing(state)
    case 'restarted':
      return restarted(state, now)
  }
}

/** How a conversation begins. */
export function begin(state: ChatState, now: number): Step {
  const { greeting: text, agentName: author } = state.rules
  if (text === '') return nothing(state)
  return write(state, { kind: 'spoke', at: now, seq: 0, role: 'agent', author, text, clientId: '' })
}

/** When it ends by itself, epoch ms; `null`: it is over, or an answer is being written. */
export function idleAt({ status, answer, messages, startedAt }: ChatState): number | null {
  if (status === 'ended' || answer) return null
  return (messages.at(-1)?.at ?? startedAt) + CHAT_LIMITS.idle
}

const isIdle = (state: ChatState, now: number): boolean => (idleAt(state) ?? Infinity) <= now

/** Why the visitor cannot ask for an answer now; `null`: they can. */
export function refusalOf(state: ChatState, now: number): Refused | null {
  const words = wordsIn(state.rules.locale)
  if (state.status === 'ended') return { error: words.ended }
  if (state.askedAt.length >= state.rules.messagesPerConversation) {
    return { error: words.limitReached }
  }
  const recent = state.askedAt.filter((at) => at > now - CHAT_LIMITS.burstWindow)
  const first = recent.at(-CHAT_LIMITS.burst)
  if (first === undefined) return null
  const waitMs = first + CHAT_LIMITS.burstWindow - now
  return { error: words.tooFast, retryAfterSec: Math.max(1, Math.ceil(waitMs / 1000)) }
}

/** Why the last answer cannot be written anew; `null`: it can. */
export function againRefusal(state: ChatState, now: number): Refused | null {
  const refused = refusalOf(state, now)
  if (refused) return refused
  const isLast = state.status === 'open' && !state.answer && state.lastAnswer
  return isLast ? null : { error: wordsIn(state.rules.locale).notAgain }
}

/** Whether this message has come before. */
export const isKnown = ({ messages }: ChatState, id: string): boolean =>
  messages.some(({ role, clientId }) => role === 'visitor' && clientId === id)

function visitorDoes(state: ChatState, event: VisitorEvent, now: number): Step {
  switch (event.type) {
    case 'visitor.said': {
      if (isKnown(state, event.id)) return nothing(state)
      const refused = refusalOf(state, now)
      if (refused) return refuse(state, refused.error, refused.retryAfterSec)
      const { id: clientId, text } = event
      return inOrder(
        state,
        (s) => write(s, { kind: 'said', at: now, seq: s.nextSeq, clientId, text }),
        (s) => answerNext(s, now),
      )
    }
    case 'visitor.stopped':
      if (!state.answer) return nothing(state)
      return inOrder(
        state,
        (s) => stopAnswer(s, true, now),
        (s) => afterAnswer(s, now),
      )
    case 'visitor.wants_again':
      return again(state, now)
    case 'visitor.left':
      return endNow(state, 'visitor_left', now)
  }
}

/** The last answer goes, and another takes its place; what its tools have done stays done. */
function again(state: ChatState, now: number): Step {
  const refused = againRefusal(state, now)
  const { lastAnswer: last } = state
  if (refused || !last) {
    return refused ? refuse(state, refused.error, refused.retryAfterSec) : nothing(state)
  }
  const base = `${state.rules.chatId}:${last.to}#again_${state.nextSeq}`
  const part = { base, key: base, attempt: 1, to: last.to, supersedes: last.base }
  return inOrder(
    state,
    (s) => write(s, { kind: 'removed', at: now, seqs: [...last.seqs] }),
    (s) => ask(s, part, 0, now),
  )
}
