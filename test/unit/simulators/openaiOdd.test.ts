import { afterEach, expect, test } from 'vitest'
import { speak } from '../../simulators/audio/speech.ts'
import { type Fault, type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Client, connect, openSocket } from './realtimeClient.ts'

const AT_ONCE = { firstAudioDelayMs: 0, timesRealTime: 10_000 }

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

async function start(fault?: Fault): Promise<Client> {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE, brain: () => ({ say: 'One two.' }) })
  const client = await connect(simulator)
  if (fault) client.session.fault(fault)
  return client
}

async function respond(client: Client) {
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  return (await done).response
}

interface Frame {
  type: string
  delta?: string
}

/** Asks for a response, and gives everything the client was sent until it was done, with its sound. */
function framesOfResponse(client: Client): Promise<Frame[]> {
  const frames: Frame[] = []
  return new Promise((resolve) => {
    client.socket.on('message', (data) => {
      const frame: Frame = JSON.parse(String(data))
      frames.push(frame)
      if (frame.type === 'response.done') resolve(frames)
    })
    client.send({ type: 'response.create' })
  })
}

test('an empty response is completed and holds nothing, also where the words were given', async () => {
  const client = await start({ kind: 'odd_response', how: { empty: true } })
  const done = client.next('response.done')
  const response = { input: [], instructions: 'Say exactly the following:\nHello.' }
  client.send({ type: 'response.create', response })
  expect((await done).response).toMatchObject({ status: 'completed', output: [] })
  expect(await respond(client)).toMatchObject({ output: [{ type: 'message' }] })
})

test('a response can be written where it should have been spoken', async () => {
  const client = await start()
  simulator.script([{ say: 'Only read.', odd: { textOnly: true } }])
  expect(await respond(client)).toMatchObject({
    output_modalities: ['audio'],
    output: [{ content: [{ type: 'output_text', text: 'Only read.' }] }],
  })
})

test('a response can break off in mid-sentence', async () => {
  const client = await start()
  simulator.script([{ say: 'One two three four five.', odd: { breakOffMs: 700 } }])
  expect(await respond(client)).toMatchObject({
    status: 'incomplete',
    status_details: { type: 'incomplete', reason: 'max_output_tokens' },
    output: [{ status: 'incomplete' }],
    usage: { output_token_details: { audio_tokens: 14 } },
  })
})

test('a delta can hold no sound at all', async () => {
  const client = await start({ kind: 'odd_response', how: { emptyDelta: true } })
  const sound = (await framesOfResponse(client))
    .filter(({ type }) => type === 'response.output_audio.delta')
    .map(({ delta }) => delta?.length)
  expect(sound[0]).toBe(0)
  expect(sound.slice(1)).not.toContain(0)
})

test('a function can be named by its item alone', async () => {
  const client = await start()
  const tools = [{ name: 'look_up', arguments: {} }]
  simulator.script([{ tools, odd: { namelessCalls: true } }, { tools }])
  const first = client.next('response.function_call_arguments.done')
  const added = client.next('response.output_item.added')
  await respond(client)
  expect(await first).not.toHaveProperty('name')
  expect((await added).item).toMatchObject({ name: 'look_up' })
  const second = client.next('response.function_call_arguments.done')
  await respond(client)
  expect(await second).toMatchObject({ name: 'look_up' })
})

test('cached tokens can come without their split', async () => {
  const client = await start()
  simulator.script([{ say: 'word '.repeat(90) }, { say: 'Yes.', odd: { unsplitUsage: true } }])
  await respond(client)
  const response = await respond(client)
  expect(response).toMatchObject({ usage: { input_token_details: { cached_tokens: 640 } } })
  expect(JSON.stringify(response)).not.toContain('cached_tokens_details')
})

test('a request can be refused, and the refusal names it', async () => {
  const client = await start({ kind: 'refuse_response', times: 2 })
  for (const event_id of ['first', 'second']) {
    const error = await client.errorOf({ type: 'response.create', event_id })
    expect(error).toMatchObject({ type: 'server_error', code: null, event_id })
  }
  expect(client.types()).not.toContain('response.created')
  expect(await respond(client)).toMatchObject({ status: 'completed' })
})

test('a rate limit lasts, and tells for how long', async () => {
  const client = await start({ kind: 'rate_limit', forMs: 300 })
  const response = await respond(client)
  expect(response).toMatchObject({
    status: 'failed',
    status_details: { error: { code: 'rate_limit_exceeded' } },
  })
  const waitSec = Number(/try again in ([\d.]+)s/.exec(JSON.stringify(response))?.[1])
  expect(waitSec).toBeLessThanOrEqual(0.3)
  await new Promise((resolve) => setTimeout(resolve, waitSec * 1000 + 1))
  expect(await respond(client)).toMatchObject({ status: 'completed' })
})

test('a refused connection says when to come again', async () => {
  simulator = await startOpenAi({ light: true })
  simulator.nextConnection({ refuse: 429, retryAfterSec: 3 })
  const refused = openSocket(simulator)
  refused.on('error', () => {})
  const response = await new Promise((resolve) =>
    refused.once('unexpected-response', (_request, answer) => resolve(answer)),
  )
  expect(response).toMatchObject({ statusCode: 429, headers: { 'retry-after': '3' } })
})

test('the same error comes as often as is asked for', async () => {
  const client = await start()
  client.session.fault({ kind: 'error', code: 'invalid_value', times: 500 })
  await respond(client)
  expect(client.types().filter((type) => type === 'error')).toHaveLength(500)
})

test('a half-open socket takes nothing and closes for nobody', async () => {
  const client = await start({ kind: 'half_open' })
  let pongs = 0
  client.socket.on('pong', () => (pongs += 1))
  client.socket.ping()
  client.send({ type: 'response.create' })
  client.socket.close()
  // Another session shows that time has passed for this one.
  const other = await connect(simulator)
  await respond(other)
  expect(pongs).toBe(0)
  expect(client.socket.readyState).toBe(client.socket.CLOSING)
  const { entries } = client.session.log
  expect(entries.some(({ event }) => event.type === 'response.create')).toBe(false)
})

test('settings may be taken and never confirmed', async () => {
  const client = await start({ kind: 'unconfirmed' })
  client.update({ instructions: 'Be brief.' })
  await respond(client)
  expect(client.session.settings.instructions).toBe('Be brief.')
  expect(client.types().filter((type) => type === 'session.updated')).toHaveLength(1)
})

test('a session may speak in another format than was asked for, and says so', async () => {
  const client = await start({ kind: 'other_format', format: 'audio/pcm' })
  const updated = client.next('session.updated')
  client.update({ audio: { output: { format: { type: 'audio/pcmu' } } } })
  expect((await updated).session).toMatchObject({
    audio: {
      input: { format: { type: 'audio/pcmu' } },
      output: { format: { type: 'audio/pcm', rate: 24_000 } },
    },
  })
})

test('a transcript that cannot be had is told of, and the next one comes', async () => {
  const client = await start({ kind: 'fail_transcription', code: 'audio_unintelligible' })
  for (const outcome of ['failed', 'completed']) {
    const event = client.next(`conversation.item.input_audio_transcription.${outcome}`)
    client.hear(speak('Hello, can you hear me?', 'slt'))
    client.hear(new Int16Array(8 * 800))
    await event
  }
  const failed = await client.session.until('conversation.item.input_audio_transcription.failed')
  expect(failed.event).toMatchObject({ content_index: 0, error: { code: 'audio_unintelligible' } })
})

test('words run ahead of their sound, by what the pace says', async () => {
  const say = Array.from({ length: 30 }, (_, n) => `word${n}`).join(' ')
  simulator = await startOpenAi({
    light: true,
    pace: { ...AT_ONCE, deltasMs: [320], wordsLeadMs: 1600 },
    brain: () => ({ say }),
  })
  const client = await connect(simulator)
  const order = (await framesOfResponse(client)).map(({ type }) => type)
  const firstSound = order.indexOf('response.output_audio.delta')
  const wordsBefore = order
    .slice(0, firstSound)
    .filter((type) => type === 'response.output_audio_transcript.delta')
  // A hummed word takes 320 ms: five run ahead of the one that is spoken.
  expect(wordsBefore).toHaveLength(6)
  expect(order.filter((type) => type === 'response.output_audio_transcript.delta')).toHaveLength(30)
})

test('a model is refused from the day of its retirement on', async () => {
  let today = new Date('2027-01-19T23:59:59Z')
  simulator = await startOpenAi({ light: true, now: () => today })
  await connect(simulator, {}, 'gpt-realtime')
  today = new Date('2027-01-20T00:00:00Z')
  const socket = openSocket(simulator, '?model=gpt-realtime')
  const first = await new Promise((resolve) =>
    socket.once('message', (data) => resolve(JSON.parse(String(data)))),
  )
  expect(first).toMatchObject({ type: 'error', error: { code: 'model_not_found' } })
  const headers = { authorization: 'Bearer key' }
  const list = await (await fetch(`${simulator.url}/models`, { headers })).text()
  expect(list).not.toContain('"gpt-realtime"')
  expect(list).toContain('"gpt-realtime-2.1"')
  const one = await fetch(`${simulator.url}/models/gpt-realtime`, { headers })
  expect(one.status).toBe(404)
})

test('a retired model transcribes nothing more', async () => {
  simulator = await startOpenAi({
    light: true,
    pace: AT_ONCE,
    now: () => new Date('2027-02-26T12:00:00Z'),
  })
  const input = { format: { type: 'audio/pcmu' }, transcription: { model: 'whisper-1' } }
  const client = await connect(simulator, { audio: { input } })
  const failed = client.next('conversation.item.input_audio_transcription.failed')
  client.hear(speak('Hello, can you hear me?', 'slt'))
  client.hear(new Int16Array(8 * 800))
  expect((await failed).error).toMatchObject({ code: 'model_not_found' })
})
