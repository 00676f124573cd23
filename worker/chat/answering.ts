/** What a brain says, and how an answer fails. */
import type { PartFailure } from '../call/ports.ts'
import { afterAnswer, askAgain } from './asking.ts'
import { endAnswer, note } from './ending.ts'
import type { Asking, BrainEvent } from './events.ts'
import { CHAT_LIMITS } from './limits.ts'
import { called, goOn } from './parts.ts'
import { type Answer, type ChatState, hasCalled, writtenOf } from './state.ts'
import { inOrder, nothing, type Step, write } from './steps.ts'
import { wordsIn } from './words/index.ts'

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
