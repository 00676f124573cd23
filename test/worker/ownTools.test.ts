/** Whole calls with tools of an operator's own: HTTP tools, MCP servers, the look-up before the call. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FunctionArgs } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import { fetchedToolsSchema, secretStoredSchema, triedToolSchema } from '../../convex/model/api.ts'
import { HttpToolServer } from '../simulators/tools/HttpToolServer.ts'
import { McpToolServer } from '../simulators/tools/McpToolServer.ts'
import { operator } from './agents.ts'
import { Browser } from './browser.ts'
import { ask, type Harness, hearOut, type Line, startHarness } from './harness.ts'
import { eventually, isOver } from './storedCall.ts'

const PASSWORD = 'a password of operators'
const KEY = 'k3y-which-nobody-may-read'
const SIGNING_SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes 123').toString('base64')}`
type Settings = FunctionArgs<typeof api.agents.create>['settings']
type ToolsInput = NonNullable<Settings['tools']>

let server: HttpToolServer
let mcp: McpToolServer
let harness: Harness
let browser: Browser
beforeAll(async () => {
  server = await HttpToolServer.start(SIGNING_SECRET)
  mcp = await McpToolServer.start({ token: KEY })
  harness = await startHarness({
    losable: true,
    vars: { OPERATOR_PASSWORD: PASSWORD, LOCAL_EXCEPTIONS: `${server.place},${mcp.place}` },
  })
  browser = await new Browser(harness.url).signIn(PASSWORD)
})
afterAll(async () => {
  await harness.close()
  await Promise.all([server.close(), mcp.close()])
})

async function stored(field: string, value: string): Promise<string> {
  const response = await browser.put('/api/secrets', { owner: 'installation', field, value })
  return secretStoredSchema.parse(await response.json()).reference
}

let numbers = 9000
/** An agent with these tools; the number that it answers. */
async function numberWith(
  tools: ToolsInput,
  script: Line[],
  settings: Partial<Settings> = {},
): Promise<string> {
  numbers += 1
  const phoneNumber = `+1202555${numbers}`
  harness.script(phoneNumber, script)
  const client = await operator(harness.url, harness.owner)
  const { _id: agentId } = await client.mutation(api.agents.create, {
    settings: {
      name: 'Reception',
      instructions: `You answer ${phoneNumber}.`,
      voice: { greeting: { type: 'fixed', text: 'Hello.' } },
      tools,
      ...settings,
    },
  })
  await client.mutation(api.twilioNumbers.add, { phoneNumber, agentId })
  return phoneNumber
}

const bookTable = async () => ({
  name: 'book_table',
  description: 'Books a table for the caller.',
  parameters: '{"type":"object","properties":{"people":{"type":"integer"}}}',
  url: server.url('/tables/{day}'),
  headers: [
    {
      name: 'x-api-key',
      value: { kind: 'secret' as const, secret: await stored('tools.http.0.headers.0', KEY) },
    },
  ],
  signingSecret: await stored('tools.http.0.signingSecret', SIGNING_SECRET),
})

describe.concurrent('an HTTP tool', () => {
  test('is called by the model, told of the call, and its answer reaches the model', async () => {
    const number = await numberWith({ http: [await bookTable()] }, [
      { tools: [{ name: 'book_table', arguments: { day: 'Friday', people: 4 } }] },
      { say: 'Your table is booked.' },
    ])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'A table for four on Friday.')
    await call.agentIdle(250)
    call.hangUp()
    await call.ended

    const asked = server.asked.find(({ path }) => path === '/tables/Friday')
    expect(asked?.headers['x-api-key']).toBe(KEY)
    expect(asked?.vouched).toMatchObject({
      people: 4,
      switchboard: { call: call.callSid, caller: call.from, called: number, tool: 'book_table' },
    })
    const record = await harness.storedCall(call.callSid, isOver)
    expect(record.turns.at(-1)?.heardText).toBe('Your table is booked.')
    expect(record.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['tool_call', 'tool_result']),
    )
    const everything = JSON.stringify([record, harness.log])
    expect(everything).toContain('/tables/Friday')
    expect(everything).not.toContain(KEY)
    expect(everything).not.toContain(SIGNING_SECRET)
  })

  test('two in one answer are answered each, though the first one comes last', async () => {
    const http = [
      { ...(await bookTable()), name: 'slow', url: server.url('/later') },
      { ...(await bookTable()), name: 'quick', url: server.url('/at-once') },
    ]
    const number = await numberWith({ http }, [
      {
        tools: [
          { name: 'slow', arguments: { of: 'slow' } },
          { name: 'quick', arguments: { of: 'quick' } },
        ],
      },
      { say: 'Both are done.' },
    ])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'Both, please.')
    await call.agentIdle(250)
    call.hangUp()
    await call.ended
    const { events, turns } = await harness.storedCall(call.callSid, isOver)
    const results = events.filter(({ kind }) => kind === 'tool_result')
    expect(results).toHaveLength(2)
    expect(JSON.stringify(results[0])).toContain('/at-once')
    expect(JSON.stringify(results[1])).toContain('/later')
    expect(turns.at(-1)?.heardText).toBe('Both are done.')
  })

  test('redeems secret digits, which nobody else learns, not even by its answer', async () => {
    const digits = '4929123412349876'
    const http = [{ ...(await bookTable()), name: 'pay', url: server.url('/echo') }]
    const number = await numberWith({ collectDigits: true, http }, [
      {
        say: 'Enter it.',
        tools: [
          { name: 'collect_digits', arguments: { purpose: 'a card', sensitive: true, length: 16 } },
        ],
      },
      ({ items }) => {
        const card = /\{\{digits:[0-9a-f]{8}\}\}/.exec(JSON.stringify(items))?.[0]
        return { tools: [{ name: 'pay', arguments: { card } }] }
      },
      { say: 'It is paid.' },
    ])
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, 'I want to pay.')
    await call.agentIdle(250)
    await call.press(digits, 60)
    await call.until('agentSpeaking')
    await call.agentIdle(250)
    call.hangUp()
    const record = await harness.storedCall(call.callSid, isOver)

    const asked = server.asked.find(({ body }) => JSON.stringify(body).includes(digits))
    expect(asked?.vouched).toMatchObject({ card: digits })
    expect(record.turns.at(-1)?.heardText).toBe('It is paid.')
    const { conversation } = await harness.sessionFor(number)
    const everything = JSON.stringify([
      record,
      conversation.items,
      harness.log,
      await harness.storageOf(call.callSid),
    ])
    expect(everything).toContain('/echo')
    expect(everything).not.toContain(digits)
  })

  test('is tried by an operator as the model would call it', async () => {
    const response = await browser.post('/api/agents/try/tool', {
      tool: await bookTable(),
      arguments: '{"day":"Monday"}',
      locale: 'de-DE',
    })
    const tried = triedToolSchema.parse(await response.json())
    expect(tried).toMatchObject({ failed: false, status: 200, tries: 1 })
    expect(tried.output).toContain('/tables/Monday')
    const bad = await browser.post('/api/agents/try/tool', {
      tool: await bookTable(),
      arguments: '[]',
      locale: 'en-US',
    })
    expect(bad.status).toBe(400)
  })
})

test.concurrent('a tool of an MCP server is fetched, allowed and called', async () => {
  const tables = {
    name: 'tables',
    url: mcp.url,
    auth: { kind: 'bearer' as const, token: await stored('tools.mcp.0.token', KEY) },
  }
  const response = await browser.post('/api/agents/try/mcp', { server: tables })
  const { tools, problem } = fetchedToolsSchema.parse(await response.json())
  expect(problem).toBeNull()
  const allowed = tools.filter(({ name }) => name === 'find_table')
  const number = await numberWith({ mcp: [{ ...tables, allowed }] }, [
    { tools: [{ name: 'tables_find_table', arguments: { people: 4 } }] },
    { say: 'At eight.' },
  ])
  const call = harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'Is there a table for four?')
  await call.agentIdle(250)
  call.hangUp()
  await call.ended
  const record = await harness.storedCall(call.callSid, isOver)
  expect(JSON.stringify(record.events)).toContain('A table for 4 is free at eight.')
  expect(JSON.stringify([record, harness.log])).not.toContain(KEY)
})

describe.concurrent('the look-up before the call', () => {
  const variables = [
    { name: 'first_name', fallback: 'there' },
    { name: 'city', fallback: 'town' },
  ]
  const greeting = { type: 'fixed', text: 'Hello {{first_name}} in {{city}}.' } as const

  async function greetedBy(path: string): Promise<{ heard: string; notes: string }> {
    const signingSecret = await stored('tools.lookup.signingSecret', SIGNING_SECRET)
    const lookup = { url: server.url(path), signingSecret }
    const number = await numberWith({ lookup, variables }, [], { voice: { greeting } })
    const call = harness.placeCall(number)
    await hearOut(call)
    call.hangUp()
    await call.ended
    const { turns, events } = await harness.storedCall(call.callSid, isOver)
    return { heard: turns[0]?.heardText ?? '', notes: JSON.stringify(events) }
  }

  test('fills the greeting', async () => {
    const { heard, notes } = await greetedBy('/callers')
    expect(heard).toBe('Hello Ada in town.')
    expect(notes).toContain('The look-up told first_name.')
    const asked = server.asked.find(({ path }) => path === '/callers')
    expect(asked?.vouched).toMatchObject({ switchboard: { agent: { name: 'Reception' } } })
  })

  test('holds through a restart, and is not made again', async () => {
    const lookup = { url: server.url('/callers'), signingSecret: await stored('x', SIGNING_SECRET) }
    const number = await numberWith({ lookup, variables }, [], {
      instructions: `You answer +1202555${numbers + 1} for {{first_name}}.`,
    })
    const call = harness.placeCall(number)
    await hearOut(call)
    const [sessions, streams] = [harness.sessionsOf(number).length, call.streams.length]
    await harness.lose(call.callSid)
    await eventually('the agent over another stream', () => call.streams[streams]?.firstAudioAt)
    const session = await harness.sessionFor(number, sessions)
    expect(session.settings.instructions).toContain(`You answer ${number} for Ada.`)
    call.hangUp()
    await call.ended
    const asked = server.asked.filter(({ vouched }) =>
      JSON.stringify(vouched).includes(call.callSid),
    )
    expect(asked).toHaveLength(1)
  })

  test('that does not answer leaves the caller to the fallbacks', async () => {
    const { heard, notes } = await greetedBy('/slow')
    expect(heard).toBe('Hello there in town.')
    expect(notes).toContain('It did not answer within 1 s.')
  })
})
