/**
 * Conversations on web pages: what is stored of them, and what a visitor's window and the Worker say to
 * each other.
 */
import * as z from 'zod'
import { costSchema } from './cost.ts'
import { localeSchema } from './locales.ts'
import { usageSchema } from './usage.ts'

export const CHAT_STATUSES = ['open', 'handed_over', 'ended'] as const
/** `handed_over`: a person was asked to go on, and the agent is silent. */
export const chatStatusSchema = z.enum(CHAT_STATUSES)
export type ChatStatus = z.infer<typeof chatStatusSchema>

export const CHAT_END_REASONS = [
  'visitor_left',
  'agent_ended',
  'operator_ended',
  /** As many messages as there may be. */
  'limit_reached',
  'brain_failed',
] as const
export const chatEndReasonSchema = z.enum(CHAT_END_REASONS)
export type ChatEndReason = z.infer<typeof chatEndReasonSchema>

/** One row of `chats`. Times are epoch ms. */
export const chatSchema = z.object({
  schemaVersion: z.number().int(),
  /** `chat_` and 22 characters of base64url: tells nothing, and opens nothing. */
  chatId: z.string().regex(/^chat_[A-Za-z0-9_-]{22}$/),
  agentId: z.string(),
  agentName: z.string(),
  agentVersion: z.number().int().min(1),
  /** The origin of the page; '' for our own page and the dashboard's test. */
  origin: z.string(),
  model: z.string(),
  status: chatStatusSchema,
  startedAt: z.number(),
  lastMessageAt: z.number(),
  endedAt: z.number().nullable(),
  endReason: chatEndReasonSchema.nullable(),
  /** One sentence for operators: what went wrong. */
  failure: z.string().nullable(),
  /** How many messages the visitor has sent. */
  visitorMessages: z.number().int().min(0),
  /** The beginning of what the visitor said first. */
  title: z.string(),
  /** A person was asked for, and has not answered yet. */
  waitsForPerson: z.boolean(),
  usage: usageSchema,
  cost: costSchema,
})
export type Chat = z.infer<typeof chatSchema>

/** One row of `chatMessages`. `seq` orders and identifies them within the conversation. */
export const chatMessageSchema = z.object({
  chatId: z.string(),
  seq: z.number().int().min(0),
  /** The visitor's own name for what they said: said again, it is the same message. '' of others. */
  clientId: z.string(),
  /** `note`: a line for the reader, as that a person was asked for; `tool`: for operators alone. */
  role: z.enum(['visitor', 'agent', 'person', 'note', 'tool']),
  /** Who wrote it; '' of visitors. */
  author: z.string(),
  text: z.string(),
  /** JSON, for operators; `null`: the text says it all. */
  detail: z.string().nullable(),
  at: z.number(),
  /** `stopped`: the visitor stopped it, or the page was gone; `failed`: no (whole) answer came. */
  state: z.enum(['writing', 'complete', 'stopped', 'failed']),
})
export type ChatMessage = z.infer<typeof chatMessageSchema>

/** A message as visitors see it. */
export const visibleMessageSchema = chatMessageSchema
  .pick({ seq: true, clientId: true, author: true, text: true, at: true, state: true })
  .extend({ role: z.enum(['visitor', 'agent', 'person', 'note']) })
export type VisibleMessage = z.infer<typeof visibleMessageSchema>

/** `GET /chat/api/:agentId`: what a window shows before anything is said. */
export const chatAboutSchema = z.object({
  name: z.string(),
  greeting: z.string(),
  locale: localeSchema,
  /** `null`: visitors prove nothing. */
  turnstileSiteKey: z.string().nullable(),
})
export type ChatAbout = z.infer<typeof chatAboutSchema>

/**
 * `POST /chat/api/:agentId/begin` and `…/resume`: the key to a conversation. `secret` (256 bits) resumes
 * it once, and is replaced by the answer: what it was replaced by is kept, or the conversation is lost.
 * `ticket` opens one socket within 60 s, as its first frame.
 */
export const chatKeySchema = z.object({
  chatId: z.string(),
  secret: z.string(),
  ticket: z.string(),
})
export type ChatKey = z.infer<typeof chatKeySchema>

export const beginChatSchema = z.object({ turnstileToken: z.string().max(4096).optional() })
export const resumeChatSchema = z.object({
  chatId: z.string().max(64),
  secret: z.string().max(128),
})

/** The longest message of a visitor's, in characters. */
export const LONGEST_MESSAGE = 4000

/**
 * What a visitor's window sends over the WebSocket `GET /chat/api/:agentId/socket?chat=:chatId`. The id
 * leads to the conversation, and opens nothing: that is for the first frame.
 */
export const chatClientMessageSchema = z.discriminatedUnion('type', [
  /** The first frame. `after`: the last `seq` that the window has whole; −1: none. */
  z.object({ type: z.literal('open'), ticket: z.string().max(128), after: z.number().int() }),
  /** `id`: the window's own name for it, a UUID. Sent again after a lost connection it counts once. */
  z.object({
    type: z.literal('say'),
    id: z.string().min(1).max(64),
    text: z.string().trim().min(1).max(LONGEST_MESSAGE),
  }),
  /** The answer that is being written is enough. */
  z.object({ type: z.literal('stop') }),
  /** The last answer is to be written anew. */
  z.object({ type: z.literal('again') }),
  z.object({ type: z.literal('end') }),
])
export type ChatClientMessage = z.infer<typeof chatClientMessageSchema>

/** Beside these: a window that says `CHAT_PING` hears `CHAT_PONG`, so that it knows a dead connection. */
export const CHAT_PING = 'ping'
export const CHAT_PONG = 'pong'

/** What the Worker sends. Windows pass over what a later release adds. */
export const chatServerMessageSchema = z.discriminatedUnion('type', [
  /** The first one: what the window has not, whole; a message with a known `seq` takes its place. */
  z.object({
    type: z.literal('opened'),
    status: chatStatusSchema,
    messages: z.array(visibleMessageSchema),
    /** Messages that the window may still have, and that are gone: written anew meanwhile. */
    gone: z.array(z.number()).default([]),
  }),
  /** A message is new, or has changed. */
  z.object({ type: z.literal('message'), message: visibleMessageSchema }),
  /** More words of a message that is being written. */
  z.object({ type: z.literal('words'), seq: z.number(), delta: z.string() }),
  /** A message that was to be written anew is gone. */
  z.object({ type: z.literal('removed'), seq: z.number() }),
  /** The agent is at it, and shows no words yet. */
  z.object({ type: z.literal('typing'), typing: z.boolean() }),
  z.object({ type: z.literal('status'), status: chatStatusSchema }),
  /** What was sent is not taken: one sentence for people. `id`: of which message, where it is one. */
  z.object({
    type: z.literal('refused'),
    error: z.string(),
    id: z.string().optional(),
    retryAfterSec: z.number().optional(),
  }),
])
export type ChatServerMessage = z.infer<typeof chatServerMessageSchema>
