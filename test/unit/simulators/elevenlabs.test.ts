/** Where the simulator disagrees with a client, as ElevenLabs does. */
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../../simulators/elevenlabs/index.ts'

const VOICE = '/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/multi-stream-input'
const ULAW = 'model_id=eleven_flash_v2_5&output_format=ulaw_8000'
const LONG = 'One two three four five six seven eight nine ten. '

let simulator: ElevenLabsSimulator
afterEach(() => simulator.close())

async function start(options: ElevenLabsOptions = {}): Promise<void> {
  const pace = { firstAudioDelayMs: 0, timesRealTime: 10_000, ...options.pace }
  simulator = await startElevenLabs({ light: true, transcriptDelayMs: 0, ...options, pace })
}

/** A client of a socket: what it sends, what came, and how it ended. */
function open(path: string, key = 'sk_any') {
  const socket = new WebSocket(simulator.url.replace('http', 'ws') + path, {
    headers: { 'xi-api-key': key },
  })
  const messages: Record<string, unknown>[] = []
  let wake: (() => void) | null = null
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)))
    wake?.()
  })
  const failed = new Promise<string>((resolve) =>
    socket.on('error', (error) => resolve(String(error))),
  )
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  const opened = new Promise((resolve) => socket.once('open', resolve))
  return {
    messages,
    failed,
    closed,
    socket,
    async send(...all: Record<string, unknown>[]) {
      await opened
      for (const message of all) socket.send(JSON.stringify(message))
    },
    async until(matches: (message: Record<string, unknown>) => boolean) {
      for (;;) {
        const found = messages.find(matches)
        if (found) return found
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}

const begin = (context_id: string) => ({ text: ' ', context_id })
const isFinal = (id: string) => (message: Record<string, unknown>) =>
  message['isFinal'] === true && message['contextId'] === id

test('a sixth context at once closes the socket, with its reason cut to what fits', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  await client.send(...['a', 'b', 'c', 'd', 'e', 'f'].map(begin))
  const { code, reason } = await client.closed
  expect([code, reason.length]).toEqual([1008, 123])
  expect(client.messages).toEqual([
    expect.objectContaining({ error: 'max_active_conversations', code: 1008 }),
  ])
})

test('a context counts until it has said that it is over', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    await client.send(begin(id), { context_id: id, close_context: true })
    await client.until(isFinal(id))
  }
  expect(client.socket.readyState).toBe(client.socket.OPEN)
})

test('a flush for a context that nobody opened opens it', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  await client.send({ context_id: 'ghost', flush: true }, begin('a'))
  await simulator.mouths[0]?.log.until(({ message }) => message['context_id'] === 'a')
  expect(simulator.mouths[0]?.open).toBe(2)
})

test('what was flushed is spoken though the context was closed, and the rest is not', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}&sync_alignment=true`)
  await client.send(
    begin('a'),
    { text: 'Good day. ', context_id: 'a', flush: true },
    { text: 'Never said. ', context_id: 'a' },
    { context_id: 'a', close_context: true },
  )
  await client.until(isFinal('a'))
  const chars = client.messages.flatMap((message) => {
    const alignment = message['alignment']
    return typeof alignment === 'object' && alignment && 'chars' in alignment
      ? [alignment.chars]
      : []
  })
  expect(chars.flat().join('')).toBe('Good day. ')
})

test('nothing is spoken before there is enough text, or a flush', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  await client.send(begin('a'), { text: LONG, context_id: 'a' }, begin('b'))
  await client.send({ text: LONG.repeat(3), context_id: 'b' })
  await client.until((message) => message['contextId'] === 'b')
  expect(client.messages.filter((message) => message['contextId'] === 'a')).toEqual([])
})

test.each([
  [{ text: 'Hi', contextId: 'a' }],
  [{ text: 1, context_id: 'a' }],
  [{ text: ' ', context_id: 'a', voice_settings: { speed: 3 } }],
])('a mouth does not take %j', async (message) => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  await client.send(message)
  expect((await client.closed).code).toBe(1008)
  expect(client.messages[0]).toMatchObject({ error: 'invalid_message' })
})

test.each([
  ['/v1/text-to-speech/nobody/multi-stream-input?output_format=ulaw_8000', 'voice_not_found'],
  [`${VOICE}?model_id=eleven_v9&output_format=ulaw_8000`, 'model_not_found'],
  [
    `${VOICE}?model_id=eleven_flash_v2&language_code=en&output_format=ulaw_8000`,
    'unsupported_language',
  ],
  [`${VOICE}?output_format=ulaw_8001`, 'invalid_request'],
  [`${VOICE}?${ULAW}&inactivity_timeout=181`, 'invalid_request'],
])('a mouth at %s is refused: %s', async (path, error) => {
  await start()
  const client = open(path)
  expect((await client.closed).code).toBe(1008)
  expect(client.messages[0]).toMatchObject({ error })
})

test('a mouth that is not used closes', async () => {
  await start({ mouthIdleMs: 50 })
  const client = open(`${VOICE}?${ULAW}`)
  const { code, reason } = await client.closed
  expect(code).toBe(1008)
  expect(reason).toContain('within the timeout of 20 seconds')
})

test('a mouth closes when it was asked to, after what was to be spoken', async () => {
  await start()
  const client = open(`${VOICE}?${ULAW}`)
  await client.send(
    begin('a'),
    { text: LONG, context_id: 'a', flush: true },
    { close_socket: true },
  )
  expect((await client.closed).code).toBe(1000)
  expect(client.messages.some(isFinal('a'))).toBe(true)
})

const EARS = '/v1/speech-to-text/realtime'

test.each([
  `${EARS}?model_id=scribe_v9`,
  `${EARS}?model_id=scribe_v2_realtime&commit_strategy=turn_prediction`,
  `${EARS}?model_id=scribe_v2_realtime&audio_format=mp3`,
  `${EARS}?model_id=scribe_v2_realtime&vad_silence_threshold_secs=0.1`,
  `${EARS}?model_id=scribe_v2_realtime&vad=true`,
])('ears at %s are refused', async (path) => {
  await start()
  const client = open(path)
  expect((await client.closed).code).toBe(1008)
  expect(client.messages[0]).toMatchObject({ message_type: 'invalid_request' })
})

test('a wrong key opens nothing', async () => {
  await start({ apiKey: 'sk_right' })
  const client = open(`${EARS}?model_id=scribe_v2_realtime`, 'sk_wrong')
  expect(await client.failed).toContain('403')
})

const chunk = (audio_base_64: string, commit = false) => ({
  message_type: 'input_audio_chunk',
  audio_base_64,
  commit,
  sample_rate: 8000,
})

test('ears that are sent nothing close', async () => {
  await start({ earsIdleMs: 50 })
  const client = open(`${EARS}?model_id=scribe_v2_realtime&audio_format=ulaw_8000`)
  await client.closed
  expect(client.messages.at(-1)).toMatchObject({ message_type: 'insufficient_audio_activity' })
})

test('a session of ears has an end', async () => {
  await start({ sessionMs: 50 })
  const client = open(`${EARS}?model_id=scribe_v2_realtime&audio_format=ulaw_8000`)
  await client.closed
  expect(client.messages.at(-1)).toMatchObject({ message_type: 'session_time_limit_exceeded' })
})

test('a model that predicts turns commits a whole sentence after a short pause', async () => {
  await start({ transcriptDelayMs: 0 })
  simulator.understand('Thank you.')
  const client = open(`${EARS}?model_id=scribe_v3_live&audio_format=ulaw_8000`)
  const hum = Buffer.from(Array.from({ length: 8 * 800 }, (_, n) => (n % 40 < 20 ? 0x10 : 0x90)))
  const quiet = Buffer.alloc(8 * 400, 0xff)
  await client.send(
    chunk(quiet.toString('base64')),
    chunk(hum.toString('base64')),
    chunk(quiet.toString('base64')),
  )
  const committed = await client.until(
    (message) => message['message_type'] === 'committed_transcript',
  )
  expect(committed['text']).toBe('Thank you.')
})

test('a commit of silence says nothing; one that was not to be is refused', async () => {
  await start()
  const quiet = Buffer.alloc(8 * 500, 0xff).toString('base64')
  const manual = open(`${EARS}?model_id=scribe_v2_realtime&audio_format=ulaw_8000`)
  await manual.send(chunk(quiet, true))
  const committed = await manual.until(
    (message) => message['message_type'] === 'committed_transcript',
  )
  expect(committed['text']).toBe('')
  const vad = open(`${EARS}?model_id=scribe_v2_realtime&audio_format=ulaw_8000&commit_strategy=vad`)
  await vad.send(chunk(quiet, true))
  await vad.until((message) => message['message_type'] === 'input_error')
})
