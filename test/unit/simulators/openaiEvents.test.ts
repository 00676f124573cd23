import { afterEach, expect, test } from 'vitest'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Client, connect, openSocket } from './realtimeClient.ts'

const AT_ONCE = { firstAudioDelayMs: 0, timesRealTime: 10_000 }

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

async function start(pace: { firstAudioDelayMs: number; timesRealTime: number } = AT_ONCE) {
  simulator = await startOpenAi({ light: true, pace })
  return connect(simulator)
}

function field(event: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    event,
  )
}

async function respond(client: Client, response?: Record<string, unknown>) {
  const done = client.next('response.done')
  client.send({ type: 'response.create', ...(response && { response }) })
  return done
}

test('a spoken response comes in the documented order', async () => {
  const client = await start()
  simulator.script([{ say: 'Good morning to you.' }])
  await respond(client)
  expect(client.types()).toEqual([
    'session.created',
    'session.updated',
    'response.created',
    'rate_limits.updated',
    'response.output_item.added',
    'conversation.item.added',
    'response.content_part.added',
    'response.output_audio.done',
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
  ])
})

test('every event names itself first, and sound comes with its place before it', async () => {
  simulator = await startOpenAi({ pace: AT_ONCE, brain: () => ({ say: 'Hello.' }) })
  const client = await connect(simulator)
  await respond(client)
  const delta = client.session.log.entries.find(
    ({ event }) => event.type === 'response.output_audio.delta',
  )?.event
  expect(Object.keys(delta ?? {})).toEqual([
    'type',
    'event_id',
    'response_id',
    'item_id',
    'output_index',
    'content_index',
    'delta',
  ])
  const sent = client.session.log.entries.filter(({ from }) => from === 'server')
  for (const { event } of sent) {
    expect(Object.keys(event).slice(0, 2)).toEqual(['type', 'event_id'])
  }
})

test('the transcript deltas make up the transcript', async () => {
  const client = await start()
  simulator.script([{ say: 'One two three. Four five, six!' }])
  const done = await respond(client)
  const deltas = client.session.log.entries
    .filter(({ event }) => event.type === 'response.output_audio_transcript.delta')
    .map(({ event }) => event.delta)
  expect(deltas.length).toBe(6)
  expect(deltas.join('')).toBe('One two three. Four five, six!')
  expect(field(done, 'response', 'status')).toBe('completed')
})

test('a verbatim response says exactly that', async () => {
  const client = await start()
  const done = await respond(client, {
    input: [],
    instructions: 'Say exactly the following, and nothing else:\nWelcome to the zoo.',
    tools: [],
    tool_choice: 'none',
  })
  expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
    'Welcome to the zoo.',
  )
})

test('a response outside the conversation leaves no trace in it', async () => {
  const client = await start()
  simulator.script([{ say: 'An aside.' }])
  const done = await respond(client, {
    conversation: 'none',
    output_modalities: ['text'],
    metadata: { purpose: 'summary' },
  })
  expect(field(done, 'response', 'metadata')).toEqual({ purpose: 'summary' })
  expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toBe('An aside.')
  expect(client.session.conversation.items).toEqual([])
})

test('a function call waits for its output and the next response', async () => {
  const client = await start()
  simulator.script([{ say: 'One moment.', tools: [{ name: 'look_up', arguments: { id: 7 } }] }])
  const called = client.next('response.function_call_arguments.done')
  await respond(client)
  const call = await called
  expect(call).toMatchObject({ name: 'look_up', arguments: '{"id":7}', output_index: 1 })
  expect(client.session.responding).toBe(false)
  client.send({
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id: call.call_id, output: '{"found":true}' },
  })
  simulator.script([{ say: 'Found it.' }])
  await respond(client)
  expect(client.session.conversation.items.map((item) => item.type)).toEqual([
    'message',
    'function_call',
    'function_call_output',
    'message',
  ])
})

test('cancelling stops the sound at once', async () => {
  const client = await start({ firstAudioDelayMs: 0, timesRealTime: 5 })
  simulator.script([{ say: 'This sentence is so long that nobody would hear the end of it.' }])
  const spoken = client.next('response.output_audio_transcript.delta')
  client.send({ type: 'response.create' })
  await spoken
  const done = client.next('response.done')
  client.send({ type: 'response.cancel' })
  const { response } = await done
  expect(response).toMatchObject({
    status: 'cancelled',
    status_details: { type: 'cancelled', reason: 'client_cancelled' },
    output: [{ status: 'incomplete' }],
  })
  expect(client.types().slice(-5)).toEqual([
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
  ])
  const sent = client.session.log.entries.length
  await respond(client, { input: [], instructions: 'Say exactly the following: Yes.' })
  const later = client.session.log.entries.slice(sent).map(({ event }) => event.response_id)
  expect(later).not.toContain(field(response, 'id'))
})

test('truncating forgets what was not heard', async () => {
  const client = await start()
  simulator.script([{ say: 'One two three four five six' }])
  const done = await respond(client)
  const itemId = field(done, 'response', 'output', '0', 'id')
  const truncated = client.next('conversation.item.truncated')
  // Each hummed word takes 320 ms.
  client.send({
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: 0,
    audio_end_ms: 1000,
  })
  expect(await truncated).toMatchObject({ item_id: itemId, content_index: 0, audio_end_ms: 1000 })
  expect(client.session.conversation.transcript).toEqual([
    { role: 'assistant', text: 'One two three' },
  ])
  const retrieved = client.next('conversation.item.retrieved')
  client.send({ type: 'conversation.item.retrieve', item_id: itemId })
  expect(field(await retrieved, 'item', 'content')).toEqual([{ type: 'output_audio' }])
})

test('what is truncated while it is being said stays forgotten', async () => {
  const client = await start({ firstAudioDelayMs: 0, timesRealTime: 20 })
  simulator.script([{ say: 'One two three four five six seven eight nine ten.' }])
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  const { item_id: itemId } = await client.next('response.output_audio_transcript.delta')
  await client.session.until(
    ({ type, delta }) => type.endsWith('audio_transcript.delta') && delta === ' ten.',
  )
  client.send({
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: 0,
    audio_end_ms: 350,
  })
  await done
  expect(client.session.conversation.transcript).toEqual([{ role: 'assistant', text: 'One' }])
})

test('the second response reads the first from the cache', async () => {
  const client = await start()
  const long = 'word '.repeat(90)
  simulator.script([{ say: long }, { say: 'Short.' }])
  const first = await respond(client)
  const second = await respond(client)
  expect(field(first, 'response', 'usage')).toMatchObject({
    output_token_details: { audio_tokens: 576 },
    input_token_details: { cached_tokens: 0 },
  })
  const cached = field(second, 'response', 'usage', 'input_token_details', 'cached_tokens_details')
  expect(cached).toMatchObject({ audio_tokens: 576, text_tokens: 64 })
})

test('sound comes after the delay, in pieces of many lengths', async () => {
  simulator = await startOpenAi({
    pace: { firstAudioDelayMs: 120, timesRealTime: 20 },
    brain: () => ({ say: 'one two three four five six seven eight nine ten' }),
  })
  const client = await connect(simulator)
  await respond(client)
  const { entries } = client.session.log
  const created = entries.find(({ event }) => event.type === 'response.created')
  const sound = entries.filter(({ event }) => event.type === 'response.output_audio.delta')
  const lengths = sound.map(({ event }) => Buffer.from(String(event.delta), 'base64').length / 8)
  expect(sound[0]!.atMs - created!.atMs).toBeGreaterThan(115)
  expect(new Set(lengths).size).toBeGreaterThan(3)
})

test('an update changes what it names and nothing else', async () => {
  const client = await start()
  client.update({
    instructions: 'Be brief.',
    audio: { input: { noise_reduction: { type: 'near_field' } } },
  })
  client.update({ audio: { input: { turn_detection: { type: 'semantic_vad' } } } })
  client.update({ tools: [] })
  await client.session.until(
    () => client.types().filter((type) => type === 'session.updated').length === 4,
  )
  expect(client.session.settings).toMatchObject({
    instructions: 'Be brief.',
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        transcription: { model: 'gpt-transcribe' },
        noise_reduction: { type: 'near_field', strength: 1 },
        turn_detection: {
          type: 'semantic_vad',
          eagerness: 'auto',
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: 'audio/pcmu' }, voice: 'verse' },
    },
  })
})

test('models are listed with the day they are shut down', async () => {
  simulator = await startOpenAi({ apiKey: 'right' })
  const refused = await fetch(`${simulator.url}/models`, {
    headers: { authorization: 'Bearer wrong' },
  })
  expect(refused.status).toBe(401)
  const answer = await fetch(`${simulator.url}/models`, {
    headers: { authorization: 'Bearer right' },
  })
  const { data }: { data: { id: string }[] } = JSON.parse(await answer.text())
  expect(data.find(({ id }) => id === 'gpt-realtime')).toMatchObject({
    shutdown_date: '2027-01-20',
  })
  expect(data.find(({ id }) => id === 'gpt-realtime-2.1')).toMatchObject({ shutdown_date: null })
})

test('a client without the right key, or without a model, is not let in', async () => {
  simulator = await startOpenAi({ apiKey: 'right' })
  const statusOf = (query: string, key: string) =>
    new Promise((resolve) => {
      const socket = openSocket(simulator, query, { authorization: `Bearer ${key}` })
      socket.on('error', () => {})
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    })
  expect(await statusOf('?model=gpt-realtime-2.1', 'wrong')).toBe(401)
  expect(await statusOf('', 'right')).toBe(400)
})

test('an unknown model is refused on the open socket', async () => {
  simulator = await startOpenAi()
  const socket = openSocket(simulator, '?model=gpt-unreal')
  const first = await new Promise((resolve) =>
    socket.once('message', (data) => resolve(JSON.parse(String(data)))),
  )
  expect(first).toMatchObject({ type: 'error', error: { code: 'model_not_found' } })
  const code = await new Promise((resolve) => socket.once('close', resolve))
  expect(code).toBe(4000)
})
