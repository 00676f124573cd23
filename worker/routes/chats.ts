import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Refusal } from '../../convex/model/api.ts'
import { chatSchema, LONGEST_MESSAGE } from '../../convex/model/chat.ts'
import { dataSettings } from '../config.ts'
import { deleteChat, storedChat } from '../data/chats.ts'
import type { App } from '../http/app.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly, operatorOrDeveloper } from '../http/operator.ts'
import type { ChatAct } from '../objects/ChatHost.ts'
import { refusalOf } from './deletion.ts'

const sentSchema = z.object({
  text: z
    .string()
    .trim()
    .min(1, 'Write something.')
    .max(LONGEST_MESSAGE, `At most ${LONGEST_MESSAGE.toLocaleString('en')} characters.`),
  /** Sent again under the same id it is the same message. */
  id: z.string().min(1).max(64).optional(),
})

/** What operators read of conversations on web pages, and do to them. */
export const chats = new Hono<App>()
  .get('/:chatId', operatorOrDeveloper, async (c) => {
    const session = sessionOf(c)
    if (!session) return noSuchChat(c)
    const data = dataSettings(c.env)
    const stored = await storedChat(data, c.req.param('chatId'))
    if (!stored) return noSuchChat(c)
    if (stored.chat.status === 'ended') return c.json(stored)
    // What happened lately is still with the conversation itself.
    await session.deliver()
    return c.json((await storedChat(data, c.req.param('chatId'))) ?? stored)
  })
  .delete('/:chatId', operatorOnly, async (c) => {
    try {
      await deleteChat(dataSettings(c.env), c.get('operator'), c.req.param('chatId'))
      await sessionOf(c)?.act({ type: 'forget' })
      return c.body(null, 204)
    } catch (error) {
      return refusalOf(error, c)
    }
  })
  .post('/:chatId/say', operatorOnly, jsonBody(sentSchema), (c) => {
    const { text, id = crypto.randomUUID() } = c.req.valid('json')
    return act(c, { type: 'operator.said', name: c.get('operator').name, id, text })
  })
  /** The operator goes on with the conversation, and the agent is silent. */
  .post('/:chatId/take', operatorOnly, (c) =>
    act(c, { type: 'operator.took', name: c.get('operator').name }),
  )
  /** The agent goes on with it. */
  .post('/:chatId/release', operatorOnly, (c) =>
    act(c, { type: 'operator.released', name: c.get('operator').name }),
  )
  .post('/:chatId/end', operatorOnly, (c) =>
    act(c, { type: 'operator.ended', name: c.get('operator').name }),
  )

async function act(c: Context<App>, what: ChatAct): Promise<Response> {
  const done = await sessionOf(c)?.act(what)
  if (done === undefined || done === 'gone') return noSuchChat(c)
  return done ? c.json({ error: done.error } satisfies Refusal, 409) : c.body(null, 204)
}

/** The conversation's object, for what may be the id of one: asking for an object makes it. */
function sessionOf(c: Context<App>) {
  const chatId = chatSchema.shape.chatId.safeParse(c.req.param('chatId')).data
  return chatId === undefined ? null : c.env.CHATS.getByName(chatId)
}

const noSuchChat = (c: Context<App>): Response =>
  c.json({ error: 'There is no such conversation.' } satisfies Refusal, 404)
