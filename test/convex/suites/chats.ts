import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Chat, ChatMessage } from '../../../convex/model/chat.ts'
import { attempt, firstPage, type Host, useBothHosts } from '../compare.ts'
import { aChat, aMessage, anAgent } from '../examples.ts'
import { OPERATOR_NAME } from '../workerd/startHost.ts'

const compare = useBothHosts()

const record = (
  { service }: Host,
  chat: Chat,
  revision: number,
  messages: ChatMessage[] = [],
  more: { removed?: number[]; isPartial?: boolean } = {},
) => service.mutation(api.chats.record, { chat, revision, messages, removed: [], ...more })

const texts = async ({ operator }: Host, chatId: string) =>
  (await operator.query(api.chats.messages, { chatId })).map(({ text }) => text)

test('a conversation is stored while it goes on, and what comes late changes nothing', async () => {
  const outcome = await compare(async (host) => {
    const chat = aChat('a')
    const { chatId } = chat
    await record(host, chat, 1, [aMessage(chatId, 0), aMessage(chatId, 1, { state: 'writing' })])
    const later = { ...chat, waitsForPerson: true, visitorMessages: 2 }
    await record(host, later, 3, [aMessage(chatId, 1, { text: 'All of it.' })], { removed: [0] })
    await record(host, chat, 2, [aMessage(chatId, 1, { text: 'A part' })])
    await record(host, chat, 4, [aMessage(chatId, 2)], { isPartial: true })
    const { visitorMessages, revision } =
      (await host.operator.query(api.chats.get, { chatId })) ?? {}
    const waiting = await host.operator.query(api.chats.waiting, {})
    return {
      texts: await texts(host, chatId),
      visitorMessages,
      revision,
      waiting: waiting.map((one) => one.chatId),
    }
  })
  expect(outcome).toEqual({
    texts: ['All of it.', 'Message 2'],
    visitorMessages: 2,
    revision: 3,
    waiting: [aChat('a').chatId],
  })
})

test('a record that mixes two conversations is refused', async () => {
  const outcome = await compare((host) =>
    attempt(record(host, aChat('a'), 1, [aMessage(aChat('b').chatId, 0)])),
  )
  expect(outcome).toMatchObject({ error: { code: 'invalid', field: 'messages' } })
})

test('conversations are listed newest first, by agent, status and time', async () => {
  const outcome = await compare(async (host) => {
    const { operator } = host
    await record(host, aChat('a', { startedAt: 1 }), 1)
    await record(host, aChat('b', { startedAt: 3, status: 'ended', agentId: 'agent-2' }), 1)
    await record(host, aChat('c', { startedAt: 2, status: 'ended' }), 1)
    const list = async (filters: object) => {
      const { page } = await operator.query(api.chats.list, {
        ...filters,
        paginationOpts: firstPage(10),
      })
      return page.map(({ chatId }) => chatId.at(-1)).join('')
    }
    return [
      await list({}),
      await list({ agentId: 'agent-1' }),
      await list({ status: 'ended' }),
      await list({ agentId: 'agent-1', status: 'ended' }),
      await list({ startedAfter: 2, startedBefore: 3 }),
    ]
  })
  expect(outcome).toEqual(['bca', 'ca', 'bc', 'c', 'c'])
})

test('a conversation that has ended is deleted whole, whoever tells of it later', async () => {
  const outcome = await compare(async (host) => {
    const chat = aChat('a')
    const { chatId } = chat
    const messages = [aMessage(chatId, 0), aMessage(chatId, 1)]
    await record(host, chat, 1, messages)
    const running = await attempt(host.operator.mutation(api.deletion.deleteChat, { chatId }))
    await record(host, { ...chat, status: 'ended' }, 2)
    const deleted = await host.operator.mutation(api.deletion.deleteChat, { chatId })
    const late = await record(host, { ...chat, status: 'ended' }, 3, messages)
    const again = await host.operator.mutation(api.deletion.deleteChat, { chatId })
    const unknown = await attempt(
      host.operator.mutation(api.deletion.deleteChat, { chatId: aChat('b').chatId }),
    )
    const [entry] = await host.operator.query(api.deletion.audit, {})
    return {
      running,
      deleted,
      late,
      again,
      unknown,
      audit: [entry?.action, entry?.by, entry?.subject],
      left: [await host.operator.query(api.chats.get, { chatId }), await texts(host, chatId)],
    }
  })
  expect(outcome).toMatchObject({
    running: { error: { code: 'conflict' } },
    deleted: { isDone: true },
    late: { isDeleted: true },
    again: { isDone: true },
    unknown: { error: { code: 'not_found' } },
    audit: ['chat_deleted', OPERATOR_NAME, 'Reception'],
    left: [null, []],
  })
})

test('an agent that does not chat is none for conversations, and one that does tells how', async () => {
  const outcome = await compare(async ({ operator, service }) => {
    const silent = await operator.mutation(api.agents.create, { settings: anAgent() })
    const settings = anAgent({ capabilities: ['web_chat'], chat: { greeting: 'Hello!' } })
    const chats = await operator.mutation(api.agents.create, { settings })
    const ask = (agentId: string) => service.query(api.agents.chatSnapshot, { agentId })
    const found = await ask(chats._id)
    return [await ask(silent._id), await ask('nobody'), found?.name, found?.chat.greeting]
  })
  expect(outcome).toEqual([null, null, 'Reception', 'Hello!'])
})
