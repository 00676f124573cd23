/**
 * What the Worker says to a visitor's window, read by hand: the schemas of `convex/model/chat.ts` would
 * bring a library that weighs more than the rest of the chat. A test compares both.
 */
import type {
  ChatAbout,
  ChatKey,
  ChatServerMessage,
  ChatStatus,
  VisibleMessage,
} from '../../convex/model/chat.ts'

/** Asks whether the connection lives. */
export const PING = 'ping'

type Fields = Readonly<Record<string, unknown>>

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => Number.isFinite(value)

const STATUSES: Record<ChatStatus, true> = { open: true, handed_over: true, ended: true }
const ROLES: Record<VisibleMessage['role'], true> = {
  visitor: true,
  agent: true,
  person: true,
  note: true,
}
const STATES: Record<VisibleMessage['state'], true> = {
  writing: true,
  complete: true,
  stopped: true,
  failed: true,
}

function isOneOf<Word extends string>(words: Record<Word, true>, value: unknown): value is Word {
  return isText(value) && Object.hasOwn(words, value)
}

/** `null`: what is no object has no fields. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? { ...value } : null
}

/** Text into what it says in JSON; `undefined`: nothing. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `null`: this is no message of the Worker, or one that a later release has added. */
export function readServerMessage(json: unknown): ChatServerMessage | null {
  const fields = fieldsOf(json)
  switch (fields?.['type']) {
    case 'opened':
      return readOpened(fields)
    case 'message': {
      const message = readMessage(fields['message'])
      return message && { type: 'message', message }
    }
    case 'words': {
      const { seq, delta } = fields
      return isNumber(seq) && isText(delta) ? { type: 'words', seq, delta } : null
    }
    case 'removed': {
      const { seq } = fields
      return isNumber(seq) ? { type: 'removed', seq } : null
    }
    case 'typing': {
      const { typing } = fields
      return typeof typing === 'boolean' ? { type: 'typing', typing } : null
    }
    case 'status': {
      const { status } = fields
      return isOneOf(STATUSES, status) ? { type: 'status', status } : null
    }
    case 'refused':
      return readRefused(fields)
    default:
      return null
  }
}

function readOpened({ status, messages, gone = [] }: Fields): ChatServerMessage | null {
  if (!isOneOf(STATUSES, status) || !Array.isArray(messages) || !Array.isArray(gone)) return null
  const read = messages.map(readMessage)
  if (!read.every((message) => message !== null) || !gone.every(isNumber)) return null
  return { type: 'opened', status, messages: read, gone }
}

function readRefused({ error, id, retryAfterSec }: Fields): ChatServerMessage | null {
  if (!isText(error)) return null
  return {
    type: 'refused',
    error,
    ...(isText(id) && { id }),
    ...(isNumber(retryAfterSec) && { retryAfterSec }),
  }
}

function readMessage(json: unknown): VisibleMessage | null {
  const { seq, clientId, author, text, at, state, role } = fieldsOf(json) ?? {}
  const isWhole = isNumber(seq) && isText(clientId) && isText(author) && isText(text)
  if (!isWhole || !isNumber(at)) return null
  if (!isOneOf(STATES, state) || !isOneOf(ROLES, role)) return null
  return { seq, clientId, author, text, at, state, role }
}

/** The answer of `begin` and of `resume`. */
export function readKey(json: unknown): ChatKey | null {
  const { chatId, secret, ticket } = fieldsOf(json) ?? {}
  return isText(chatId) && isText(secret) && isText(ticket) ? { chatId, secret, ticket } : null
}

/** The locale stays a word: texts of one that is not known are English. */
export type About = Omit<ChatAbout, 'locale'> & { locale: string }

export function readAbout(json: unknown): About | null {
  const { name, greeting, locale, turnstileSiteKey } = fieldsOf(json) ?? {}
  const siteKey = turnstileSiteKey === null || isText(turnstileSiteKey)
  if (!isText(name) || !isText(greeting) || !isText(locale) || !siteKey) return null
  return { name, greeting, locale, turnstileSiteKey }
}

/** Why the Worker refused, as a sentence; '' where it gave none. */
export function readRefusal(json: unknown): string {
  const error = fieldsOf(json)?.['error']
  return isText(error) ? error : ''
}
