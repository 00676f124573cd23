import { instructionsIn } from '../call/prompts/index.ts'
import {
  afterAnswer,
  answerNext,
  ask,
  askAgain,
  brainSays,
  endChat,
  giveUp,
  goOn,
  note,
  stopAnswer,
  toolSettled,
} from './answering.ts'
import type { ChatEvent, OperatorEvent, Refused, VisitorEvent } from './events.ts'
import { CHAT_LIMITS } from './limits.ts'
import { type ChatState, hasCalled, openTools } from './state.ts'
import { act, inOrder, nothing, refuse, type Step, write } from './steps.ts'
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
      return end(state, 'visitor_left', now)
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

function end(state: ChatState, reason: 'visitor_left' | 'operator_ended', now: number): Step {
  if (state.status === 'ended') return nothing(state)
  return inOrder(
    state,
    (s) => stopAnswer(s, true, now),
    (s) => endChat(s, reason, null, now),
  )
}

function operatorDoes(state: ChatState, event: OperatorEvent, now: number): Step {
  const words = wordsIn(state.rules.locale)
  if (state.status === 'ended') return refuse(state, 'This conversation has ended.')
  switch (event.type) {
    case 'operator.took':
      return take(state, event.name, now)
    case 'operator.said': {
      const { id: clientId, text, name: author } = event
      const known = state.messages.some(
        (other) => other.role === 'person' && other.clientId === clientId,
      )
      if (known) return nothing(state)
      return inOrder(
        state,
        (s) => (s.status === 'handed_over' ? nothing(s) : take(s, author, now)),
        (s) =>
          write(s, {
            kind: 'spoke',
            at: now,
            seq: s.nextSeq,
            role: 'person',
            author,
            text,
            clientId,
          }),
      )
    }
    case 'operator.released':
      if (state.status !== 'handed_over') return nothing(state)
      return inOrder(
        state,
        (s) => write(s, { kind: 'released', at: now }),
        (s) => note(s, words.backWithAgent, now),
        (s) => afterAnswer(s, now),
      )
    case 'operator.ended':
      return end(state, 'operator_ended', now)
  }
}

function take(state: ChatState, name: string, now: number): Step {
  if (state.status === 'handed_over' && !state.waitsForPerson) return nothing(state)
  return inOrder(
    state,
    (s) => stopAnswer(s, false, now),
    (s) => write(s, { kind: 'handed_over', at: now, waits: false }),
    (s) => note(s, wordsIn(s.rules.locale).personIsHere(name), now),
  )
}

/** What was under way goes on: by the same key, and no tool whose outcome is unknown is run again. */
function restarted(state: ChatState, now: number): Step {
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
