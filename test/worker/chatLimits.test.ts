/** Who gets into a conversation on a web page, and how much one visitor may ask for. */
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { CHAT_PING, CHAT_PONG } from '../../convex/model/chat.ts'
import type { BrainAnswer } from '../simulators/openai/index.ts'
import { type AgentParts, operator } from './agents.ts'
import { Browser, refusal } from './browser.ts'
import { askChat, ChatWindow, keyOf, PAGE, type Place, socketOf } from './chatWindow.ts'
import { type Harness, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
let turnstile: Server
/** What Turnstile was asked about. */
const proofs: string[] = []

beforeAll(async () => {
  turnstile = createServer(async (request, response) => {
    const asked = await textOf(request)
    proofs.push(asked)
    const success = asked.includes('a-good-token')
    response.end(JSON.stringify({ success, 'error-codes': [] }))
  })
  turnstile.listen(0, '127.0.0.1')
  await once(turnstile, 'listening')
  const { port } = turnstile.address() as AddressInfo
  harness = await startHarness({
    losable: true,
    vars: {
      OPERATOR_PASSWORD: 'a long password',
      TURNSTILE_BASE_URL: `http://127.0.0.1:${port}`,
    },
    model: { textPace: { firstTokenMs: 5, wholeMs: 20 } },
  })
})
afterAll(async () => {
  await harness.close()
  turnstile.close()
})

let visitors = 0
/** An agent that chats, and a place on its page of a visitor who has not been here. */
async function newPlace(script: BrainAnswer[] = [], chat: AgentParts['chat'] = {}): Promise<Place> {
  visitors += 1
  const { agentId } = await harness.newAgent({}, script, {
    chat: { allowedOrigins: [PAGE], ...chat },
  })
  return { url: harness.url, agentId, from: `198.51.100.${visitors}` }
}

/** The first refusal that comes, with the code by which the socket is closed then, or `null`. */
async function refusedAs(place: Place, chatId: string, ticket: string): Promise<unknown[]> {
  const socket = await socketOf(place, chatId)
  const closed = once(socket, 'close')
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  socket.send(JSON.stringify({ type: 'open', ticket, after: -1 }))
  const opened = eventually('an answer', () => heard[0])
  const first = await opened
  if (first.includes('"opened"')) {
    socket.close()
    return ['opened']
  }
  const [code] = (await closed) as [number]
  return [code, first]
}

test('a ticket opens one socket, of its own conversation, with its own agent', async () => {
  const place = await newPlace()
  const other = await newPlace()
  const key = await keyOf(await askChat(place, 'begin', {}))
  const another = await keyOf(await askChat(place, 'begin', {}))
  expect(await refusedAs(place, another.chatId, key.ticket)).toEqual([
    1008,
    expect.stringContaining('ticket'),
  ])
  await expect(socketOf({ ...place, agentId: other.agentId }, key.chatId)).rejects.toThrow('404')
  expect(await refusedAs(place, key.chatId, key.ticket)).toEqual(['opened'])
  expect((await refusedAs(place, key.chatId, key.ticket))[0]).toBe(1008)
})

test('a ticket is worth nothing after a minute, and the object keeps neither it nor the secret', async () => {
  const place = await newPlace()
  const key = await keyOf(await askChat(place, 'begin', {}))
  const stored = await harness.storageOfChat(key.chatId)
  expect(stored).not.toContain(key.ticket)
  expect(stored).not.toContain(key.secret)
  await harness.later(61_000)
  expect((await refusedAs(place, key.chatId, key.ticket))[0]).toBe(1008)
})

test('nothing but a ticket opens a socket, and a window without one is shown nothing', async () => {
  const place = await newPlace()
  const window = await ChatWindow.begin(place)
  const socket = await socketOf(place, window.key.chatId)
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  window.say('A secret of mine.')
  await window.answers(1)
  expect(heard).toEqual([])
  const closed = once(socket, 'close')
  socket.send(JSON.stringify({ type: 'say', id: 'x', text: 'Who is there?' }))
  expect((await closed)[0]).toBe(1008)
  expect(window.text().join()).not.toContain('Who is there?')
})

test('a secret is replaced at each resume; an answer that is lost on the way loses nothing', async () => {
  const place = await newPlace()
  const { chatId, secret: first } = await keyOf(await askChat(place, 'begin', {}))
  const resume = (secret: string) => askChat(place, 'resume', { chatId, secret })
  const lost = await keyOf(await resume(first))
  const second = await keyOf(await resume(first))
  expect(lost.secret).not.toBe(second.secret)
  await keyOf(await resume(second.secret))
  expect((await resume(first)).status).toBe(404)
  expect((await resume(lost.secret)).status).toBe(404)
  const stranger = await newPlace()
  const elsewhere = await askChat(stranger, 'resume', { chatId, secret: second.secret })
  expect(elsewhere.status).toBe(404)
})

test('pages that the agent’s settings do not name are refused, in the browser and at the socket', async () => {
  const place = await newPlace()
  const evil = { ...place, origin: 'https://evil.example' }
  const answer = await askChat(evil, 'begin', {})
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect(await refusal(answer)).toEqual([403, expect.stringContaining('origin')])
  expect((await askChat({ ...place, origin: 'null' }, 'begin', {})).status).toBe(403)
  const bare = await fetch(`${place.url}/chat/api/${place.agentId}/begin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(bare.status).toBe(403)
  const key = await keyOf(await askChat(place, 'begin', {}))
  await expect(socketOf(evil, key.chatId)).rejects.toThrow('403')
  const asked = await fetch(`${place.url}/chat/api/${place.agentId}/begin`, {
    method: 'OPTIONS',
    headers: { origin: PAGE, 'access-control-request-method': 'POST' },
  })
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, PAGE])
})

test('an agent that does not chat is not there', async () => {
  const { agentId } = await harness.newAgent()
  const place = { url: harness.url, agentId }
  expect((await askChat(place, 'begin', {})).status).toBe(404)
  expect((await fetch(`${harness.url}/chat/${agentId}`)).status).toBe(404)
})

test('a thousand sessions from one address are refused with a sentence, and nobody else notices', async () => {
  const place = await newPlace([{ say: 'Of course.' }])
  const flood = Array.from({ length: 1000 }, () => askChat(place, 'begin', {}))
  const other = { ...place, from: '192.0.2.77' }
  const window = await ChatWindow.begin(other)
  window.say('Can I still ask?')
  await window.answers(1)
  const answers = await Promise.all(flood)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(980)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await refusal(refused[0]!))[1]).toMatch(/wait/)
})

test('what is too much for a message or a frame is refused with a sentence', async () => {
  const window = await ChatWindow.begin(await newPlace())
  const id = window.say('a'.repeat(4001))
  await eventually('a refusal', () => window.refusals()[0])
  expect(window.refusals()[0]).toMatchObject({ id, error: expect.stringContaining('4,000') })
  const unreadable = ['This is no message.', '['.repeat(16_000), '{"type":"__proto__"}', 'null']
  for (const frame of unreadable) window.sendRaw(frame)
  await eventually('others', () => window.refusals()[4])
  expect(window.closed).toBeNull()
  window.sendRaw('x'.repeat(2_000_000))
  await eventually('the end', () => window.closed)
  expect(window.closed).toBe(1009)
})

test('ten messages at once are answered, the next ones wait, and whoever goes on is let go', async () => {
  const window = await ChatWindow.begin(await newPlace())
  for (let count = 1; count <= 12; count++) window.say(`Number ${count}.`)
  await eventually('two refusals', () => (window.refusals().length === 2 ? true : null))
  expect(window.refusals()[0]?.retryAfterSec).toBeGreaterThan(0)
  expect(window.shown().filter(({ role }) => role === 'visitor')).toHaveLength(10)
  for (let count = 0; count < 100; count++) window.send({ type: 'stop' })
  await eventually('the end', () => window.closed)
  expect(window.closed).toBe(1008)
})

test('a conversation ends when it is as long as it may be', async () => {
  const window = await ChatWindow.begin(await newPlace([], { messagesPerConversation: 2 }))
  window.say('One.')
  await window.answers(1)
  window.say('Two.')
  await eventually('the end', () =>
    window.log.find((message) => message.type === 'status' && message.status === 'ended'),
  )
  expect(window.shown().at(-1)).toMatchObject({ role: 'note' })
  const id = window.say('Three.')
  await eventually('a refusal', () => window.refusals()[0])
  expect(window.refusals()[0]).toMatchObject({ id })
})

test('all conversations of an agent’s day share its messages and its money', async () => {
  const place = await newPlace([], { messagesPerDay: 2 })
  const [one, two] = await Promise.all([ChatWindow.begin(place), ChatWindow.begin(place)])
  one.say('First.')
  await one.answers(1)
  two.say('Second.')
  await two.answers(1)
  const id = two.say('Third.')
  await eventually('a refusal', () => two.refusals()[0])
  expect(two.refusals()[0]).toMatchObject({ id, error: expect.stringContaining('tomorrow') })
  await harness.later(24 * 60 * 60_000)
  const next = await ChatWindow.begin({ ...place, from: '192.0.2.78' })
  next.say('A day later.')
  await next.answers(1)
})

test('a model whose price nobody knows spends the money of the agent’s day, too', async () => {
  const words = `${'word'.repeat(24)} `.repeat(260)
  const script = Array.from({ length: 4 }, () => ({ say: words }))
  const place = await newPlace(script, { model: 'gpt-5.6-sol', usdPerDay: 1 })
  const windows = await Promise.all(script.map(() => ChatWindow.begin(place)))
  for (const window of windows) window.say('Write a book, please.')
  await Promise.all(windows.map((window) => window.answers(1)))
  const [window] = windows
  window?.say('Another one, please.')
  await eventually('a refusal', () => window?.refusals()[0])
  expect(window?.refusals()[0]).toMatchObject({ error: expect.stringContaining('tomorrow') })
})

test('a visitor whose connections broke without a close is not kept out by them', async () => {
  const first = await ChatWindow.begin(await newPlace())
  let last = first
  for (let count = 0; count < 12; count++) last = await last.another()
  last.say('Can you hear me?')
  await last.answers(1)
  await eventually('the end of the oldest', () => first.closed)
  expect(first.text()).toEqual([])
})

test('a conversation that was only begun fills nobody’s list', async () => {
  const place = await newPlace()
  const empty = await ChatWindow.begin(place)
  const spoken = await ChatWindow.begin(place)
  spoken.say('Hello.')
  await spoken.answers(1)
  const client = await operator(harness.url, harness.owner)
  await eventually('the record', () => client.query(api.chats.get, { chatId: spoken.key.chatId }))
  expect(await client.query(api.chats.get, { chatId: empty.key.chatId })).toBeNull()
  empty.say('Hello, too.')
  await eventually('the record', () => client.query(api.chats.get, { chatId: empty.key.chatId }))
})

test('a window hears whether its connection lives', async () => {
  const place = await newPlace()
  const { chatId } = await keyOf(await askChat(place, 'begin', {}))
  const socket = await socketOf(place, chatId)
  const heard = once(socket, 'message')
  socket.send(CHAT_PING)
  expect(String((await heard)[0])).toBe(CHAT_PONG)
  socket.close()
})

test('sockets that show no ticket are few, and are no window', async () => {
  const place = await newPlace()
  const { chatId, ticket } = await keyOf(await askChat(place, 'begin', {}))
  const opening = Array.from({ length: 11 }, () => socketOf(place, chatId))
  const tried = await Promise.allSettled(opening)
  expect(tried.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  for (const socket of tried) if (socket.status === 'fulfilled') socket.value.close()
  await eventually(
    'room',
    async () => (await refusedAs(place, chatId, ticket).catch(() => null))?.[0],
  )
})

test('an agent that chats no more answers nobody who writes to it still', async () => {
  const place = await newPlace()
  const window = await ChatWindow.begin(place)
  window.say('One.')
  await window.answers(1)
  const client = await operator(harness.url, harness.owner)
  const agents = await client.query(api.agents.list, {})
  const { name, instructions, chat, version } = agents.find(({ _id }) => _id === place.agentId)!
  const agentId = agents.find(({ _id }) => _id === place.agentId)!._id
  const settings = { name, instructions, chat, capabilities: ['voice' as const] }
  await client.mutation(api.agents.update, { agentId, settings, expectedVersion: version })
  await harness.later(6_000)
  const id = window.say('Two.')
  await eventually('a refusal', () => window.refusals()[0])
  expect(window.refusals()[0]).toMatchObject({ id })
  expect((await askChat(place, 'resume', window.key)).status).toBe(404)
})

test('limits of a day that are lowered hold for conversations that run', async () => {
  const place = await newPlace([], { messagesPerDay: 5 })
  const window = await ChatWindow.begin(place)
  window.say('One.')
  await window.answers(1)
  const client = await operator(harness.url, harness.owner)
  const agents = await client.query(api.agents.list, {})
  const agent = agents.find(({ _id }) => _id === place.agentId)!
  const { name, instructions, capabilities, version } = agent
  const chat = { ...agent.chat, messagesPerDay: 1 }
  const settings = { name, instructions, capabilities, chat }
  await client.mutation(api.agents.update, {
    agentId: agent._id,
    settings,
    expectedVersion: version,
  })
  await harness.later(6_000)
  window.say('Two.')
  await eventually('a refusal', () => window.refusals()[0])
  expect(window.refusals()[0]).toMatchObject({ error: expect.stringContaining('tomorrow') })
})

test('the log has no key of a visitor’s, and no word of theirs', async () => {
  const place = await newPlace()
  const window = await ChatWindow.begin(place)
  const { secret, ticket, chatId } = window.key
  harness.model.text.nextFault({ kind: 'refuse', status: 500, message: 'You said: my PIN is 4711' })
  harness.model.text.nextFault({ kind: 'refuse', status: 500, message: 'You said: my PIN is 4711' })
  window.say('my PIN is 4711')
  await window.until('a failed answer', (all) => all.some(({ state }) => state === 'failed'))
  await askChat(place, 'resume', { chatId, secret: 'a-stolen-secret-of-old' })
  await refusedAs(place, chatId, 'a-stolen-ticket-of-old')
  const log = JSON.stringify(harness.log)
  for (const word of [secret, ticket, 'PIN', 'of-old']) expect(log).not.toContain(word)
})

test('what windows show before a conversation is what it begins with', async () => {
  const { agentId } = await harness.newAgent({}, [], {
    chat: { allowedOrigins: [PAGE], greeting: 'Hello from {{shop}}!' },
    tools: { variables: [{ name: 'shop', fallback: 'Cascade Cycles' }] },
  })
  const place = { url: harness.url, agentId, from: '192.0.2.79' }
  const about = await fetch(`${harness.url}/chat/api/${agentId}`, { headers: { origin: PAGE } })
  expect(await about.json()).toMatchObject({ greeting: 'Hello from Cascade Cycles!' })
  const window = await ChatWindow.begin(place)
  expect(window.text()).toEqual(['agent: Hello from Cascade Cycles!'])
})

test('where Turnstile is set, nobody begins who does not prove to be a person', async () => {
  const place = await newPlace()
  const client = await operator(harness.url, harness.owner)
  const browser = await new Browser(harness.url).signIn('a long password')
  const stored = await browser.put('/api/secrets', {
    owner: `agent:${place.agentId}`,
    field: 'chat.turnstile.secret',
    value: 'a-turnstile-secret',
  })
  const { reference } = (await stored.json()) as { reference: string }
  const agents = await client.query(api.agents.list, {})
  const { name, instructions, capabilities, chat } = agents.find(
    ({ _id }) => _id === place.agentId,
  )!
  const settings = { name, instructions, capabilities }
  const turnstileOf = { siteKey: '0x4AAA', secret: reference }
  const { agentId } = await (async () => {
    const made = await client.mutation(api.agents.create, {
      settings: { ...settings, chat: { ...chat, turnstile: turnstileOf } },
    })
    return { agentId: made._id }
  })()
  const guarded = { ...place, agentId }
  const about = await fetch(`${harness.url}/chat/api/${agentId}`, { headers: { origin: PAGE } })
  expect(await about.json()).toMatchObject({ turnstileSiteKey: '0x4AAA' })
  expect((await askChat(guarded, 'begin', {})).status).toBe(403)
  expect(proofs).toEqual([])
  expect((await askChat(guarded, 'begin', { turnstileToken: 'a-bad-token' })).status).toBe(403)
  const begun = await askChat(guarded, 'begin', { turnstileToken: 'a-good-token' })
  expect(begun.status).toBe(200)
  expect(proofs.at(-1)).toContain('a-turnstile-secret')
  // Those who prove nothing take nobody's place: all of a network's places are within these hours.
  for (let round = 0; round < 3; round++) {
    await harness.later(11 * 60_000)
    const tries = Array.from({ length: 20 }, () => askChat(guarded, 'begin', {}))
    for (const { status } of await Promise.all(tries)) expect(status).toBe(403)
  }
  await harness.later(11 * 60_000)
  expect((await askChat(guarded, 'begin', { turnstileToken: 'a-good-token' })).status).toBe(200)
})

test('what is public lies under /chat/ and may be framed by the agent’s pages alone', async () => {
  const place = await newPlace()
  const page = await fetch(`${harness.url}/chat/${place.agentId}`)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain(`frame-ancestors 'self' ${PAGE}`)
  expect(page.headers.get('x-frame-options')).toBeNull()
  const dashboard = await fetch(`${harness.url}/agents`)
  expect(dashboard.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(dashboard.headers.get('x-frame-options')).toBe('DENY')
  for (const path of ['/chat/', '/chat/agents/new', '/chat/api', '/chat/api/x/y']) {
    const answer = await fetch(harness.url + path)
    expect([path, answer.status]).toEqual([path, 404])
  }
})
