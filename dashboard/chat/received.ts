/** What the Worker says to a window, and what follows of it. */
import type { ChatServerMessage } from '../../convex/model/chat.ts'
import type { ChatEffect, Unsent } from './effects.ts'
import { addWords, put, reopened } from './messages.ts'
import { type Conversation, NEW, type Step } from './state.ts'

/** A connection that says nothing for so long after it was opened, or something was said, counts as lost. */
export const CONFIRMED_WITHIN_MS = 15_000

export function received(chat: Conversation, message: ChatServerMessage): Step {
  switch (message.type) {
    case 'opened':
      return opened(chat, message)
    case 'message':
      return confirmed({ ...chat, messages: put(chat.messages, message.message) }, chat)
    case 'words':
      return [{ ...chat, messages: addWords(chat.messages, message.seq, message.delta) }, []]
    case 'removed': {
      const messages = chat.messages.filter(({ seq }) => seq !== message.seq)
      return [{ ...chat, messages }, []]
    }
    case 'typing':
      return [{ ...chat, typing: message.typing }, []]
    case 'status':
      return message.status === 'ended' ? end(chat) : [{ ...chat, status: message.status }, []]
    case 'refused':
      return refused(chat, message)
  }
}

function opened(
  chat: Conversation,
  { status, ...told }: Extract<ChatServerMessage, { type: 'opened' }>,
): Step {
  if (chat.link.phase !== 'dialling') return [chat, []]
  const known = reopened(chat.messages, told)
  const open: Conversation = {
    ...chat,
    link: { phase: 'open' },
    status,
    messages: known,
    problem: null,
  }
  const [next, effects] = confirmed(open, chat)
  if (status === 'ended') return end(next)
  const leaving: ChatEffect[] = next.ending ? [{ type: 'send', message: { type: 'end' } }] : []
  return [next, [...effects, ...sayings(next.unsent), ...leaving]]
}

/** What has come back as a message is no longer unsent. */
function confirmed(chat: Conversation, before: Conversation): Step {
  const known = new Set(chat.messages.map(({ clientId }) => clientId))
  const unsent = chat.unsent.filter(({ id }) => !known.has(id))
  if (unsent.length === before.unsent.length) return [chat, []]
  const next = { ...chat, unsent }
  return [next, [keep(next)]]
}

function refused(
  chat: Conversation,
  { id, error }: Extract<ChatServerMessage, { type: 'refused' }>,
): Step {
  const isOf = (unsent: Unsent) => unsent.id === id
  if (!chat.unsent.some(isOf)) return [{ ...chat, problem: { sentence: error } }, []]
  const unsent = chat.unsent.map((one) => (isOf(one) ? { ...one, problem: error } : one))
  const next = { ...chat, unsent }
  return [next, [keep(next)]]
}

/** What was not taken any more stays, for the next conversation. */
export function end(chat: Conversation): Step {
  const ended: Conversation = {
    ...NEW,
    status: 'ended',
    messages: chat.messages,
    unsent: chat.unsent,
    problem: chat.problem,
  }
  return [ended, [keep(ended), { type: 'hang_up' }]]
}

export function keep({ key, unsent }: Conversation): ChatEffect {
  const kept = key === null && unsent.length === 0 ? null : { key, unsent }
  return { type: 'keep', kept }
}

export function sayings(unsent: readonly Unsent[]): ChatEffect[] {
  const sends = unsent
    .filter(({ problem }) => problem === null)
    .map(({ id, text }): ChatEffect => ({ type: 'send', message: { type: 'say', id, text } }))
  return sends.length > 0 ? [...sends, { type: 'watch', afterMs: CONFIRMED_WITHIN_MS }] : []
}
