/** Visitors of a web page talk to an agent: the real Worker, a simulated OpenAI, real sockets. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import type { BrainAnswer } from '../simulators/openai/index.ts'
import { type AgentParts, operator } from './agents.ts'
import { Browser } from './browser.ts'
import { ChatWindow, PAGE, type Place } from './chatWindow.ts'
import { type Harness, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

const LONG = 'One two three four five six seven eight nine ten eleven twelve thirteen fourteen.'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({
    losable: true,
    vars: { OPERATOR_PASSWORD: 'a long password' },
    model: { textPace: { firstTokenMs: 20, wholeMs: 900 } },
  })
})
afterAll(() => harness.close())

/** An agent that chats, and a visitor's place on its page. */
async function newPlace(
  script: BrainAnswer[] = [],
  chat: AgentParts['chat'] = {},
  parts: AgentParts = {},
): Promise<Place> {
  const { agentId } = await harness.newAgent({}, script, {
    ...parts,
    chat: { allowedOrigins: [PAGE], greeting: 'Hello!', ...chat },
  })
  return { url: harness.url, agentId }
}

const isWriting = ({ state }: { state: string }) => state === 'writing'

/** Waits until some words of an answer are shown, and returns them. */
async function firstWords(window: ChatWindow): Promise<string> {
  const shown = await window.until('words', (all) =>
    all.some((one) => isWriting(one) && one.text.length > 3),
  )
  return shown.find(isWriting)?.text ?? ''
}

/** The questions that OpenAI was asked about these words, by their keys. */
const keysOf = (said: string): (string | string[] | undefined)[] =>
  harness.model.text.exchanges
    .filter(({ body }) => JSON.stringify(body).includes(said))
    .map(({ headers }) => headers['idempotency-key'])

test('words are shown while they are written, in every window, and kept when they are whole', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }]))
  expect(window.text()).toEqual(['agent: Hello!'])
  window.say('Count, please.')
  await firstWords(window)
  const other = await window.another()
  await Promise.all([window.answers(2), other.answers(2)])
  const all = ['agent: Hello!', 'visitor: Count, please.', `agent: ${LONG}`]
  expect(window.text()).toEqual(all)
  expect(other.text()).toEqual(all)
  expect(window.log.filter(({ type }) => type === 'words').length).toBeGreaterThan(1)
})

test('stop keeps what was shown, and costs no more of the vendor', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }, { say: 'Gladly.' }]))
  harness.model.text.nextFault({ kind: 'stall', afterDeltas: 5 })
  window.say('Count to stop, please.')
  const words = await firstWords(window)
  window.send({ type: 'stop' })
  const shown = await window.until('a stopped answer', (all) =>
    all.some(({ state }) => state === 'stopped'),
  )
  const stopped = shown.at(-1)?.text ?? ''
  expect(stopped.startsWith(words)).toBe(true)
  expect(stopped.length).toBeLessThan(LONG.length)
  const asked = harness.model.text.exchanges.find(({ body }) =>
    JSON.stringify(body).includes('Count to stop'),
  )
  expect(await asked?.ended).toBe('client_gone')
  window.say('And now?')
  await window.answers(2)
  expect(window.shown().at(-1)?.text).toBe('Gladly.')
})

test('again puts another answer in the place of the last one, for windows that were away as well', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: 'Ten.' }, { say: 'Eleven.' }]))
  window.say('How many?')
  await window.answers(2)
  const other = await window.another()
  other.send({ type: 'again' })
  await window.until('the other answer', (all) => all.at(-1)?.text === 'Eleven.')
  const all = ['agent: Hello!', 'visitor: How many?', 'agent: Eleven.']
  await other.answers(2)
  expect(window.text()).toEqual(all)
  expect(new Set(keysOf('How many?')).size).toBe(2)
})

test('what is said while an answer is written waits for it, and is answered once, all together', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }, { say: 'Both.' }]))
  window.say('First.')
  await firstWords(window)
  window.say('Second.')
  window.say('Third.')
  await window.answers(3)
  expect(window.text()).toEqual([
    'agent: Hello!',
    'visitor: First.',
    `agent: ${LONG}`,
    'visitor: Second.',
    'visitor: Third.',
    'agent: Both.',
  ])
})

test('a connection that breaks in the middle of words loses nothing and doubles nothing', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }]))
  const id = window.say('Count through a break, please.')
  await firstWords(window)
  await window.reconnect()
  window.say('Count through a break, please.', id)
  await window.answers(2)
  expect(window.text()).toEqual([
    'agent: Hello!',
    'visitor: Count through a break, please.',
    `agent: ${LONG}`,
  ])
  expect(keysOf('through a break')).toHaveLength(1)
})

test('an object that is lost in the middle of an answer goes on with it, by the same key', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }, { say: LONG }]))
  window.say('Count through a loss, please.')
  const words = await firstWords(window)
  await harness.loseChat(window.key.chatId)
  await eventually('the end of the socket', () => (window.closed === null ? null : true))
  await window.reconnect()
  expect(window.shown().at(-1)?.text.startsWith(words)).toBe(true)
  await window.answers(2)
  expect(window.shown().at(-1)?.text).toBe(LONG)
  const keys = keysOf('through a loss')
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
})

test('nobody need come back for an answer to be written to its end', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }, { say: LONG }]))
  window.say('Count alone, please.')
  await firstWords(window)
  window.close()
  await harness.loseChat(window.key.chatId)
  await harness.wakeChat(window.key.chatId)
  const client = await operator(harness.url, harness.owner)
  const whole = await eventually('the whole answer in the record', async () => {
    const messages = await client.query(api.chats.messages, { chatId: window.key.chatId })
    return messages.find(({ text, state }) => text.startsWith('One') && state === 'complete')
  })
  expect(whole).toMatchObject({ role: 'agent', text: LONG })
})

test('a brain that fails is asked again once; then there is a sentence, and another try', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: 'Here I am.' }]))
  harness.model.text.nextFault({ kind: 'refuse', status: 500 })
  harness.model.text.nextFault({ kind: 'refuse', status: 500 })
  window.say('Are you there?')
  const shown = await window.until('a failed answer', (all) =>
    all.some(({ state }) => state === 'failed'),
  )
  expect(shown.at(-1)).toMatchObject({ role: 'agent', state: 'failed' })
  expect(keysOf('Are you there?')).toHaveLength(2)
  window.send({ type: 'again' })
  await window.answers(2)
  expect(window.text()).toEqual(['agent: Hello!', 'visitor: Are you there?', 'agent: Here I am.'])
})

test('tools run without a phone, and what they did is told to operators alone', async () => {
  const place = await newPlace(
    [{ tools: [{ name: 'get_current_time', arguments: {} }] }, { say: 'It is noon.' }],
    {},
    { tools: { timeZone: 'Europe/Berlin', endCall: true } },
  )
  const window = await ChatWindow.begin(place)
  window.say('What time is it there?')
  await window.answers(2)
  expect(window.text()).toEqual([
    'agent: Hello!',
    'visitor: What time is it there?',
    'agent: It is noon.',
  ])
  const [first] = harness.model.text.exchanges.filter(({ body }) =>
    JSON.stringify(body).includes('What time is it there?'),
  )
  const asked = JSON.stringify(first?.body)
  expect(asked).toContain('end_chat')
  expect(asked).not.toContain('end_call')
  expect(asked).not.toContain('hand_over_to_person')
  expect(asked).toContain('not a phone call')
})

test('a person is asked for, waits in the inbox, answers, and gives the conversation back', async () => {
  const place = await newPlace(
    [
      { tools: [{ name: 'hand_over_to_person', arguments: { reason: 'A refund.' } }] },
      { say: 'I am back.' },
    ],
    { handOver: true },
  )
  const window = await ChatWindow.begin(place)
  window.say('I want a person.')
  await window.until('the note', (all) => all.at(-1)?.role === 'note')
  const client = await operator(harness.url, harness.owner)
  const id = window.key.chatId
  await eventually('the conversation in the inbox', async () =>
    (await client.query(api.chats.waiting, {})).find((chat) => chat.chatId === id),
  )
  const browser = await new Browser(harness.url).signIn('a long password')
  expect((await browser.post(`/api/chats/${id}/say`, { text: 'Olivia here.' })).status).toBe(204)
  await window.until('the person', (all) => all.at(-1)?.text === 'Olivia here.')
  await eventually('an inbox without it', async () => {
    const waiting = await client.query(api.chats.waiting, {})
    return waiting.some((chat) => chat.chatId === id) ? null : true
  })
  window.say('Thank you!')
  await window.until('no answer of the agent’s', (all) => all.at(-1)?.text === 'Thank you!')
  expect((await browser.post(`/api/chats/${id}/release`)).status).toBe(204)
  await window.until('the agent', (all) => all.at(-1)?.text === 'I am back.')
  expect((await browser.post(`/api/chats/${id}/end`)).status).toBe(204)
  await eventually('the end', () =>
    window.log.find((message) => message.type === 'status' && message.status === 'ended'),
  )
  expect((await browser.delete(`/api/chats/${id}`)).status).toBe(204)
  expect(await client.query(api.chats.get, { chatId: id })).toBeNull()
  expect(await harness.storageOfChat(id)).not.toContain('I want a person.')
})

test('a person who takes over stops the answer, and it is written no further', async () => {
  const window = await ChatWindow.begin(await newPlace([{ say: LONG }]))
  harness.model.text.nextFault({ kind: 'stall', afterDeltas: 5 })
  window.say('Count until Pat comes, please.')
  const words = await firstWords(window)
  const browser = await new Browser(harness.url).signIn('a long password')
  const { chatId: id } = window.key
  expect((await browser.post(`/api/chats/${id}/say`, { text: 'Pat here.' })).status).toBe(204)
  const shown = await window.until('the person', (all) => all.at(-1)?.text === 'Pat here.')
  const stopped = shown.find(({ state }) => state === 'stopped')
  expect(stopped?.text.startsWith(words)).toBe(true)
  const asked = harness.model.text.exchanges.find(({ body }) =>
    JSON.stringify(body).includes('until Pat comes'),
  )
  expect(await asked?.ended).toBe('client_gone')
  const client = await operator(harness.url, harness.owner)
  await eventually('its record', () => client.query(api.chats.get, { chatId: id }))
  expect((await browser.delete(`/api/chats/${id}`)).status).toBe(409)
  expect((await browser.post(`/api/chats/${id}/release`)).status).toBe(204)
  window.say('And now?')
  await window.answers(2)
  expect(window.shown().find(({ seq }) => seq === stopped?.seq)?.text).toBe(stopped?.text)
  expect(keysOf('until Pat comes')).toHaveLength(2)
})

test('an object that is lost while a person answers is theirs still, and says nothing twice', async () => {
  const window = await ChatWindow.begin(await newPlace([], { handOver: true }))
  const browser = await new Browser(harness.url).signIn('a long password')
  const { chatId: id } = window.key
  expect((await browser.post(`/api/chats/${id}/take`)).status).toBe(204)
  const said = { text: 'Pat here.', id: 'once' }
  expect((await browser.post(`/api/chats/${id}/say`, said)).status).toBe(204)
  await harness.loseChat(id)
  expect((await browser.post(`/api/chats/${id}/say`, said)).status).toBe(204)
  await window.reconnect()
  window.say('Hello, Pat.')
  const shown = await window.until('the visitor', (all) => all.at(-1)?.text === 'Hello, Pat.')
  expect(shown.map(({ role }) => role)).toEqual(['agent', 'note', 'person', 'visitor'])
  expect(keysOf('Hello, Pat.')).toEqual([])
})

test('a person who was asked for is asked for once, however often the object is lost', async () => {
  const place = await newPlace(
    [{ tools: [{ name: 'hand_over_to_person', arguments: { reason: 'A refund.' } }] }],
    { handOver: true },
  )
  const window = await ChatWindow.begin(place)
  window.say('A person, please.')
  await window.until('the note', (all) => all.at(-1)?.role === 'note')
  await harness.loseChat(window.key.chatId)
  await window.reconnect()
  await window.reconnect()
  expect(window.shown().filter(({ role }) => role === 'note')).toHaveLength(1)
  expect(keysOf('A person, please.')).toHaveLength(1)
})

test('an agent that is deleted in the middle of an answer writes it to its end, and no other one', async () => {
  const { agentId: likeThis } = await newPlace([{ say: LONG }])
  const client = await operator(harness.url, harness.owner)
  const agents = await client.query(api.agents.list, {})
  const { name, instructions, capabilities, chat } = agents.find(({ _id }) => _id === likeThis)!
  // Without a number, which would keep it.
  const settings = { name, instructions, capabilities, chat }
  const { _id: agentId } = await client.mutation(api.agents.create, { settings })
  const window = await ChatWindow.begin({ url: harness.url, agentId })
  window.say('Count for the last time, please.')
  await firstWords(window)
  await client.mutation(api.agents.remove, { agentId })
  await window.answers(2)
  expect(window.shown().at(-1)?.text).toBe(LONG)
  await harness.later(6_000)
  const id = window.say('And again?')
  await eventually('a refusal', () => window.refusals()[0])
  expect(window.refusals()[0]).toMatchObject({ id })
})
