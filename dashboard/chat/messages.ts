/** The messages of a conversation as a window has them, by `seq`. */
import type { VisibleMessage } from '../../convex/model/chat.ts'

export type Messages = readonly VisibleMessage[]

/** A message that is new, or takes the place of the one with its `seq`. */
export function put(messages: Messages, message: VisibleMessage): Messages {
  const others = messages.filter(({ seq }) => seq !== message.seq)
  const at = others.findIndex(({ seq }) => seq > message.seq)
  return others.toSpliced(at < 0 ? others.length : at, 0, message)
}

/** More words of a message that is being written; of any other they come too late. */
export function addWords(messages: Messages, seq: number, delta: string): Messages {
  return messages.map((message) =>
    message.seq === seq && message.state === 'writing'
      ? { ...message, text: message.text + delta }
      : message,
  )
}

/**
 * What is known after the socket has opened: up to `after` all as it was, and behind it what the Worker
 * tells. A message that was removed meanwhile is not told any more.
 */
export function reopened(known: Messages, after: number, told: Messages): Messages {
  return told.reduce(
    put,
    known.filter(({ seq }) => seq <= after),
  )
}

/** The last `seq` up to which every message is whole, −1: none. Those from `doubtful` on are not. */
export function wholeUpTo(messages: Messages, doubtful: number | null): number {
  let whole = -1
  for (const { seq, state } of messages) {
    if (state === 'writing' || (doubtful !== null && seq >= doubtful)) break
    whole = seq
  }
  return whole
}

/** The answer that can be written anew: the last thing said, by the agent, and no longer written. */
export function lastAnswer(messages: Messages): VisibleMessage | null {
  const last = messages.findLast(({ role }) => role !== 'note')
  return last?.role === 'agent' && last.state !== 'writing' ? last : null
}
