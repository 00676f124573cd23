import { type Context, Hono } from 'hono'
import type { Refusal } from '../../convex/model/api.ts'
import {
  beginChatSchema,
  type ChatAbout,
  type ChatKey,
  chatSchema,
  resumeChatSchema,
} from '../../convex/model/chat.ts'
import type { Locale } from '../../convex/model/locales.ts'
import type { ChatWords } from '../chat/words/words.ts'
import { dataSettings, readConfig } from '../config.ts'
import { pseudonymOf } from '../data/pseudonym.ts'
import type { App } from '../http/app.ts'
import { chatPagesOnly, embeddingOrigin } from '../http/chatOrigin.ts'
import { clientOf } from '../http/client.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { isWebSocket } from '../http/ownPages.ts'
import { logFailure, logWarning } from '../lib/log.ts'
import { randomId } from '../lib/randomId.ts'
import { isPerson } from '../lib/turnstile.ts'
import { OF_NETWORK, type OverLimit } from '../objects/ChatLimits.ts'
import { outsideOf } from '../outside.ts'
import { greetingOf, missingForChat, modelOfChat } from '../shell/chat/partsOfChat.ts'

const chatIdSchema = chatSchema.shape.chatId

/** What windows of a visitor ask. Everybody may: see `docs/web-chat.md` for what keeps it in bounds. */
export const chat = new Hono<App>()
  .use('/:agentId/*', chatPagesOnly)
  .get('/:agentId', (c) => {
    const agent = c.get('chatAgent')
    const { name, voice, chat: settings } = agent
    const greeting = greetingOf(agent)
    const turnstileSiteKey = settings.turnstile?.siteKey ?? null
    return c.json({ name, greeting, locale: voice.locale, turnstileSiteKey } satisfies ChatAbout)
  })
  .post('/:agentId/begin', jsonBody(beginChatSchema, 'visitor'), async (c) => {
    const agent = c.get('chatAgent')
    const startedAt = Date.now()
    const today = new Date(startedAt).toISOString().slice(0, 10)
    const missing = missingForChat(agent, readConfig(c.env), today)
    if (missing !== null) {
      logWarning('An agent cannot chat.', { agentId: agent.agentId, missing })
      const { noAnswer: error } = await wordsIn(agent.voice.locale)
      return c.json({ error } satisfies Refusal, 503)
    }
    const chatId = `chat_${randomId(16)}`
    const network = await networkOf(c)
    const places = c.env.CHAT_LIMITS.getByName(OF_NETWORK + network)
    const over = await places.begin(chatId)
    if (over) return tooMuch(c, over)
    const refused = await unproved(c, c.req.valid('json').turnstileToken ?? '')
    if (refused) {
      await places.release(chatId)
      return refused
    }
    const origin = embeddingOrigin(c)
    const model = modelOfChat(agent, today)
    const opening = { chatId, agent, origin, model, network, startedAt }
    const key = await c.env.CHATS.getByName(chatId).begin(opening)
    return c.json({ chatId, ...key } satisfies ChatKey)
  })
  .post('/:agentId/resume', jsonBody(resumeChatSchema, 'visitor'), async (c) => {
    const { secret, ...sent } = c.req.valid('json')
    const chatId = chatIdSchema.safeParse(sent.chatId).data
    if (chatId === undefined) return noSuchChat(c)
    const over = await c.env.CHAT_LIMITS.getByName(OF_NETWORK + (await networkOf(c))).resume(chatId)
    if (over) return tooMuch(c, over)
    const { agentId } = c.get('chatAgent')
    const key = await c.env.CHATS.getByName(chatId).resume(agentId, secret)
    return key ? c.json({ chatId, ...key } satisfies ChatKey) : noSuchChat(c)
  })
  .get('/:agentId/socket', (c) => {
    if (!isWebSocket(c)) return c.json({ error: 'This is a WebSocket.' } satisfies Refusal, 426)
    const chatId = chatIdSchema.safeParse(c.req.query('chat')).data
    return chatId === undefined ? noSuchChat(c) : c.env.CHATS.getByName(chatId).fetch(c.req.raw)
  })
  .all('*', (c) => c.json({ error: 'There is no such route.' } satisfies Refusal, 404))

const noSuchChat = (c: Context<App>): Response =>
  c.json(
    { error: 'There is no such conversation, or this does not open it.' } satisfies Refusal,
    404,
  )

/** Stands for the visitor's network where it is counted. */
const networkOf = (c: Context<App>): Promise<string> =>
  pseudonymOf(`chat ${clientOf(c)}`, dataSettings(c.env))

/** They are loaded when they are needed, as all of a conversation is. */
async function wordsIn(locale: Locale): Promise<ChatWords> {
  const words = await import('../chat/words/index.ts')
  return words.wordsIn(locale)
}

async function tooMuch(c: Context<App>, { what, retryAfterSec }: OverLimit): Promise<Response> {
  const { agentId, voice } = c.get('chatAgent')
  logWarning('A network’s visitors ask for more conversations than they may.', { agentId, what })
  c.header('retry-after', String(retryAfterSec))
  const { tooFast: error } = await wordsIn(voice.locale)
  return c.json({ error } satisfies Refusal, 429)
}

/** The answer for a visitor who does not prove to be a person, where they are to; `null`: go on. */
async function unproved(c: Context<App>, token: string): Promise<Response | null> {
  const { agentId, chat: settings, voice } = c.get('chatAgent')
  if (!settings.turnstile) return null
  const { tryAgain: error } = await wordsIn(voice.locale)
  try {
    const secret = await outsideOf(c.env, null).openSecret(settings.turnstile.secret)
    const address = c.req.header('cf-connecting-ip')
    const isProved =
      token !== '' && (await isPerson(readConfig(c.env).turnstileUrl, secret, token, address))
    return isProved ? null : c.json({ error } satisfies Refusal, 403)
  } catch (failure) {
    logFailure('Turnstile could not be asked.', { agentId }, failure)
    return c.json({ error } satisfies Refusal, 503)
  }
}
