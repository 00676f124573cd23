/**
 * A visitor's side of a conversation as a state machine: no I/O, no clock. Nothing that was said is lost
 * or said twice, however often the connection breaks: what is not confirmed is said again under its own
 * id, which the Worker counts once.
 */
import type { ChatKey, ChatServerMessage, ChatStatus } from '../../convex/model/chat.ts'
import type { ChatEffect, Kept, Unsent } from './effects.ts'
import { addWords, lastAnswer, type Messages, put, reopened, wholeUpTo } from './messages.ts'

/** How the window reaches the Worker. `tries` counts attempts since the last that succeeded. */
export type Link =
  /** Nothing to reach it for. */
  | { phase: 'idle' }
  /** The key is asked for. */
  | { phase: 'asking'; tries: number }
  /** The socket opens. */
  | { phase: 'dialling'; tries: number; ticket: string }
  | { phase: 'open' }
  /** The connection is gone, and a clock runs. */
  | { phase: 'waiting'; tries: number }
  /** The Worker has said no: the visitor decides. */
  | { phase: 'refused' }

export interface Conversation {
  link: Link
  /** What resumes it; `null`: it has not begun, or is over. */
  key: Omit<ChatKey, 'ticket'> | null
  status: ChatStatus | 'new'
  messages: Messages
  /** What the visitor has said and the Worker has not confirmed. */
  unsent: readonly Unsent[]
  /** The agent is at it, and shows no words yet. */
  typing: boolean
  /** Why something was not taken: a sentence, '' where none was said; `'lost'`: it cannot be resumed. */
  problem: { sentence: string } | 'lost' | null
  /** The visitor wants to end it, and the Worker does not know. */
  ending: boolean
}

export const NEW: Conversation = {
  link: { phase: 'idle' },
  key: null,
  status: 'new',
  messages: [],
  unsent: [],
  typing: false,
  problem: null,
  ending: false,
}

export type ChatEvent =
  /** What the tab has kept from before. */
  | { type: 'restored'; kept: Kept }
  | { type: 'said'; id: string; text: string }
  /** A message that was refused is said again. */
  | { type: 'said_again'; id: string }
  | { type: 'stopped' | 'again' | 'left' }
  /** The visitor begins another conversation after this one. */
  | { type: 'anew' }
  /** The visitor asks for another try after a refusal. */
  | { type: 'retried' }
  | { type: 'key.given'; key: ChatKey }
  /** `status`: of HTTP; 0: nobody answered. `error`: a sentence of the Worker, '' where it said none. */
  | { type: 'key.refused'; status: number; error: string }
  | { type: 'socket.opened' | 'socket.closed' }
  | { type: 'socket.message'; message: ChatServerMessage }
  /** The time to wait is over, or the browser is online again. */
  | { type: 'woken' }
  /** What the Worker has to say has not come for too long. */
  | { type: 'unconfirmed' }

export type Step = [Conversation, ChatEffect[]]

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A connection that says nothing for so long after it was opened, or something was said, counts as lost. */
const CONFIRMED_WITHIN_MS = 15_000

export function transition(chat: Conversation, event: ChatEvent): Step {
  switch (event.type) {
    case 'restored':
      return ask({ ...chat, key: event.kept.key, unsent: event.kept.unsent }, 0)
    case 'said':
      return say(chat, { id: event.id, text: event.text, problem: null })
    case 'said_again': {
      const again = chat.unsent.find(({ id }) => id === event.id)
      if (!again) return [chat, []]
      const unsent = chat.unsent.filter(({ id }) => id !== event.id)
      return say({ ...chat, unsent }, { ...again, problem: null })
    }
    case 'stopped':
      return sendIfOpen(chat, { type: 'stop' })
    case 'again':
      return lastAnswer(chat.messages) ? sendIfOpen(chat, { type: 'again' }) : [chat, []]
    case 'left':
      return chat.key === null ? [chat, []] : sendIfOpen({ ...chat, ending: true }, { type: 'end' })
    case 'anew':
      return anew(chat)
    case 'retried':
      return chat.link.phase === 'refused' ? ask({ ...chat, problem: null }, 0) : [chat, []]
    case 'key.given':
      return keyGiven(chat, event.key)
    case 'key.refused':
      return keyRefused(chat, event.status, event.error)
    case 'socket.opened':
      return socketOpened(chat)
    case 'socket.closed':
      return chat.link.phase === 'open' || chat.link.phase === 'dialling' ? wait(chat) : [chat, []]
    case 'socket.message':
      return received(chat, event.message)
    case 'woken':
      return chat.link.phase === 'waiting' ? ask(chat, chat.link.tries) : [chat, []]
    case 'unconfirmed':
      return isOwed(chat) ? hangUp(chat) : [chat, []]
  }
}

function say(chat: Conversation, unsent: Unsent): Step {
  if (chat.status === 'ended') return [chat, []]
  const said = { ...chat, problem: null, unsent: [...chat.unsent, unsent] }
  const { phase } = said.link
  if (phase === 'open') return [said, [keep(said), ...sayings([unsent])]]
  return phase === 'idle' || phase === 'refused' ? ask(said, 0) : [said, [keep(said)]]
}

function sayings(unsent: readonly Unsent[]): ChatEffect[] {
  const sends = unsent
    .filter(({ problem }) => problem === null)
    .map(({ id, text }): ChatEffect => ({ type: 'send', message: { type: 'say', id, text } }))
  return sends.length > 0 ? [...sends, { type: 'watch', afterMs: CONFIRMED_WITHIN_MS }] : []
}

/** The Worker has still to say something: that the conversation is open, or that it has what was said. */
const isOwed = ({ link, unsent }: Conversation): boolean =>
  link.phase === 'dialling' ||
  (link.phase === 'open' && unsent.some(({ problem }) => problem === null))

function sendIfOpen(
  chat: Conversation,
  message: Extract<ChatEffect, { type: 'send' }>['message'],
): Step {
  return [chat, chat.link.phase === 'open' ? [{ type: 'send', message }] : []]
}

function ask(chat: Conversation, tries: number): Step {
  if (chat.key === null && chat.unsent.length === 0) return [chat, []]
  const asking: Conversation = { ...chat, link: { phase: 'asking', tries } }
  return [asking, [keep(asking), chat.key ? { type: 'resume', ...chat.key } : { type: 'begin' }]]
}

function keyGiven(chat: Conversation, { ticket, ...key }: ChatKey): Step {
  if (chat.link.phase !== 'asking') return [chat, []]
  const { tries } = chat.link
  const dialling: Conversation = {
    ...chat,
    key,
    link: { phase: 'dialling', tries, ticket },
  }
  const watch: ChatEffect = { type: 'watch', afterMs: CONFIRMED_WITHIN_MS }
  return [dialling, [keep(dialling), { type: 'dial', chatId: key.chatId }, watch]]
}

function keyRefused(chat: Conversation, status: number, sentence: string): Step {
  if (chat.link.phase !== 'asking') return [chat, []]
  // What is between us and the Worker says no sentence, and a conversation that runs is worth waiting for.
  const isAway =
    status === 0 || (chat.key ? status >= 500 || sentence === '' : status >= 500 && sentence === '')
  if (isAway) return wait(chat)
  if (chat.key && status !== 429) return end({ ...chat, problem: 'lost' })
  return [{ ...chat, link: { phase: 'refused' }, problem: { sentence } }, []]
}

function socketOpened(chat: Conversation): Step {
  if (chat.link.phase !== 'dialling') return [chat, []]
  const { ticket } = chat.link
  const after = wholeUpTo(chat.messages)
  return [chat, [{ type: 'send', message: { type: 'open', ticket, after } }]]
}

/** Twice as long each time, so that many windows do not keep a Worker down that has just come back. */
function wait(chat: Conversation): Step {
  const tries = 'tries' in chat.link ? chat.link.tries : 0
  const afterMs = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS)
  const link: Link = { phase: 'waiting', tries: tries + 1 }
  return [{ ...chat, link, typing: false }, [{ type: 'wake', afterMs }]]
}

function hangUp(chat: Conversation): Step {
  const [waiting, effects] = wait(chat)
  return [waiting, [{ type: 'hang_up' }, ...effects]]
}

function received(chat: Conversation, message: ChatServerMessage): Step {
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
function end(chat: Conversation): Step {
  const ended: Conversation = {
    ...NEW,
    status: 'ended',
    messages: chat.messages,
    unsent: chat.unsent,
    problem: chat.problem,
  }
  return [ended, [keep(ended), { type: 'hang_up' }]]
}

function anew(chat: Conversation): Step {
  if (chat.status !== 'ended') return [chat, []]
  const unsent = chat.unsent.map((one) => ({ ...one, problem: null }))
  const [next, effects] = ask({ ...NEW, unsent }, 0)
  return [next, effects]
}

function keep({ key, unsent }: Conversation): ChatEffect {
  const kept = key === null && unsent.length === 0 ? null : { key, unsent }
  return { type: 'keep', kept }
}
