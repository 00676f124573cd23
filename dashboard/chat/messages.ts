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

interface Told {
  messages: Messages
  /** What was written anew meanwhile. */
  gone: readonly number[]
}

/** What is known after the socket has opened. */
export function reopened(known: Messages, { messages, gone }: Told): Messages {
  const kept = known.filter(({ seq }) => !gone.includes(seq))
  return messages.reduce(put, kept)
}

/** The last `seq` up to which every message is whole, −1: none. */
export function wholeUpTo(messages: Messages): number {
  const whole = messages.findIndex(({ state }) => state === 'writing')
  return messages.at(whole < 0 ? -1 : whole - 1)?.seq ?? -1
}

/** The answer that can be written anew: the last thing said, by the agent, and no longer written. */
export function lastAnswer(messages: Messages): VisibleMessage | null {
  const last = messages.findLast(({ role }) => role !== 'note')
  const isAsked = messages.some(({ role }) => role === 'visitor')
  return isAsked && last?.role === 'agent' && last.state !== 'writing' ? last : null
}
