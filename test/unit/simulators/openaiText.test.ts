/** OpenAI's own package, as a customer uses it, judges what the simulator writes. */
import OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { afterEach, expect, test } from 'vitest'
import {
  type OpenAiOptions,
  type OpenAiSimulator,
  startOpenAi,
} from '../../simulators/openai/index.ts'

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

async function start(options: OpenAiOptions = {}) {
  simulator = await startOpenAi({
    light: true,
    textPace: { firstTokenMs: 0, wholeMs: 0 },
    brain: () => ({ say: 'We are open until six.' }),
    apiKey: 'right',
    ...options,
  })
  return new OpenAI({ apiKey: 'right', baseURL: simulator.url, maxRetries: 0 })
}

const model = 'gpt-5.6-luna'
const user = [{ role: 'user', content: 'When are you open?' }] as const
const parameters = { type: 'object', properties: { day: { type: 'string' } } }
const weather = { name: 'weather', description: 'Tells the weather.', parameters }
const CALL = { tools: [{ name: 'weather', arguments: { day: 'Monday' } }] }

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

/** The types of the events, those that follow each other told once. */
const typesOf = (events: ResponseStreamEvent[]): string[] =>
  events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])

test('a response is streamed in the documented order', async () => {
  const client = await start()
  const events = await collect(
    await client.responses.create({
      model,
      input: [...user],
      reasoning: { effort: 'none' },
      store: false,
      stream: true,
    }),
  )
  expect(typesOf(events)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()])
  const deltas = events.filter((event) => event.type === 'response.output_text.delta')
  expect(deltas.map(({ delta }) => delta).join('')).toBe('We are open until six.')
  const last = events.at(-1)
  expect(last).toMatchObject({ response: { status: 'completed', store: false, model } })
})

test('a model that reasons does so first', async () => {
  const client = await start()
  const { output, output_text } = await client.responses.create({ model, input: 'Hello.' })
  expect(output.map(({ type }) => type)).toEqual(['reasoning', 'message'])
  expect(output_text).toBe('We are open until six.')
})

test('a response calls a function, and takes its output', async () => {
  const client = await start()
  simulator.script([CALL])
  const tools = [{ type: 'function', ...weather, strict: false } as const]
  const stream = client.responses.stream({ model, input: [...user], tools })
  const { output } = await stream.finalResponse()
  const call = output.find((item) => item.type === 'function_call')
  expect(call).toMatchObject({ name: 'weather', arguments: '{"day":"Monday"}' })
  const { call_id = '', name = '', arguments: args = '' } = call ?? {}
  const called = { type: 'function_call', call_id, name, arguments: args } as const
  const answered = { type: 'function_call_output', call_id, output: 'sun' } as const
  const { output_text } = await client.responses.create({
    model,
    input: [...user, called, answered],
    tools,
  })
  expect(output_text).toBe('We are open until six.')
  await expect(client.responses.create({ model, input: [...user, called] })).rejects.toThrow(
    'No tool output found',
  )
  await expect(client.responses.create({ model, input: [...user, answered] })).rejects.toThrow(
    'No tool call found',
  )
})

test('the beginning of a long prompt comes from the cache', async () => {
  const client = await start()
  const ask = () =>
    client.responses.create({ model, instructions: 'word '.repeat(2000), input: 'Hello.' })
  const first = await ask()
  const second = await ask()
  expect(first.usage?.input_tokens_details.cached_tokens).toBe(0)
  expect(second.usage?.input_tokens_details.cached_tokens).toBe(2432)
  expect(second.usage?.input_tokens).toBeGreaterThan(2432)
})

test('what a model does not take is refused by the name of the field', async () => {
  const client = await start({ now: () => new Date('2026-12-01') })
  const input = 'Hello.'
  const ask = (body: object) => client.responses.create({ model, input, ...body })
  await expect(ask({ model: 'gpt-4o', reasoning: { effort: 'low' } })).rejects.toMatchObject({
    status: 400,
    param: 'reasoning.effort',
  })
  await expect(ask({ model: 'gpt-4o', text: { verbosity: 'low' } })).rejects.toMatchObject({
    param: 'text.verbosity',
  })
  await expect(ask({ model: 'gpt-5', reasoning: { effort: 'none' } })).rejects.toMatchObject({
    code: 'unsupported_value',
  })
  await expect(ask({ switchboard: {} })).rejects.toMatchObject({ code: 'unknown_parameter' })
  await expect(ask({ previous_response_id: 'resp_1' })).rejects.toMatchObject({ status: 400 })
})

test('models that are unknown or gone are not found', async () => {
  const client = await start({ now: () => new Date('2027-01-14') })
  const gone = { status: 404, code: 'model_not_found' }
  const messages = [...user]
  for (const name of ['gpt-unreal', 'gpt-4o-mini']) {
    const response = client.responses.create({ model: name, input: 'Hello.' })
    await expect(response).rejects.toMatchObject(gone)
    const completion = client.chat.completions.create({ model: name, messages })
    await expect(completion).rejects.toMatchObject(gone)
  }
  const ids = (await collect(await client.models.list())).map(({ id }) => id)
  expect(ids).toContain('gpt-6-luna')
  expect(ids).not.toContain('gpt-4o-mini')
})

test('a chat completion is streamed, with its usage at the end', async () => {
  const client = await start()
  const chunks = await collect(
    await client.chat.completions.create({
      model,
      messages: [...user],
      stream: true,
      stream_options: { include_usage: true },
    }),
  )
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
  expect(text).toBe('We are open until six.')
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 6 } })
})

test('a chat completion calls a function, and takes its output', async () => {
  const client = await start()
  simulator.script([CALL])
  const tools = [{ type: 'function', function: weather } as const]
  const stream = client.chat.completions.stream({ model, messages: [...user], tools })
  const { message, finish_reason } = (await stream.finalChatCompletion()).choices[0] ?? {}
  expect(finish_reason).toBe('tool_calls')
  const [call] = message?.tool_calls ?? []
  expect(call).toMatchObject({ function: { name: 'weather', arguments: '{"day":"Monday"}' } })
  const asked = { role: 'assistant', content: null, tool_calls: call ? [call] : [] } as const
  const answer = { role: 'tool', tool_call_id: call?.id ?? '', content: 'sun' } as const
  const again = client.chat.completions.create({ model, messages: [...user, asked, answer] })
  expect((await again).choices[0]?.message.content).toBe('We are open until six.')
  await expect(
    client.chat.completions.create({ model, messages: [...user, asked] }),
  ).rejects.toThrow('must be followed by tool messages')
  await expect(
    client.chat.completions.create({ model, messages: [...user, answer] }),
  ).rejects.toThrow("role 'tool'")
})

test('a refusal says when to come again', async () => {
  const client = await start()
  simulator.text.nextFault({
    kind: 'refuse',
    status: 429,
    code: 'rate_limit_exceeded',
    retryAfterSec: 2,
  })
  const refused = client.responses.create({ model, input: 'Hello.' })
  await expect(refused).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
})

test('an answer that fails, or is cut short, says so in its last event', async () => {
  const client = await start()
  const ask = async () =>
    collect(await client.responses.create({ model, input: 'Hello.', stream: true }))
  simulator.text.nextFault({ kind: 'fail', code: 'server_error', message: 'Sorry.' })
  expect((await ask()).at(-1)).toMatchObject({
    type: 'response.failed',
    response: { error: { code: 'server_error' } },
  })
  simulator.text.nextFault({ kind: 'incomplete', reason: 'max_output_tokens' })
  expect((await ask()).at(-1)).toMatchObject({
    type: 'response.incomplete',
    response: { incomplete_details: { reason: 'max_output_tokens' } },
  })
})

test('whoever leaves is written to no more', async () => {
  const client = await start({ textPace: { firstTokenMs: 0, wholeMs: 60_000 } })
  const stream = await client.chat.completions.create({
    model,
    messages: [...user],
    stream: true,
  })
  for await (const { choices } of stream) if (choices[0]?.delta.content) break
  const exchange = await simulator.text.nextExchange()
  expect(await exchange.ended).toBe('client_gone')
  expect(exchange.deltas).toBe(1)
})

test('the receptionist answers what is written to it as it does what is said', async () => {
  simulator = await startOpenAi({ textPace: { firstTokenMs: 0, wholeMs: 0 } })
  const client = new OpenAI({ apiKey: 'any', baseURL: simulator.url, maxRetries: 0 })
  const ask = async (input: string) => (await client.responses.create({ model, input })).output_text
  expect(await ask('Hello, what are your opening hours?')).toContain('from Monday to Friday')
  expect(await ask('hello what are your opening hours')).toContain('from Monday to Friday')
  expect(await ask('(The caller pressed 4 on the keypad.)')).toContain('You pressed 4')
})
