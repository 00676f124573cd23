/**
 * A visitor's side of a conversation as a state machine: no I/O, no clock. Nothing that was said is lost
 * or said twice, however often the connection breaks: what is not confirmed is said again under its own
 * id, which the Worker counts once.
 */
import type { ChatKey } from '../../convex/model/chat.ts'
import type { ChatEffect, Unsent } from './effects.ts'
import { lastAnswer, wholeUpTo } from './messages.ts'
import { CONFIRMED_WITHIN_MS, end, keep, received, sayings } from './received.ts'
import { type ChatEvent, type Conversation, type Link, NEW, type Step } from './state.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

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

function anew(chat: Conversation): Step {
  if (chat.status !== 'ended') return [chat, []]
  const unsent = chat.unsent.map((one) => ({ ...one, problem: null }))
  const [next, effects] = ask({ ...NEW, unsent }, 0)
  return [next, effects]
}
