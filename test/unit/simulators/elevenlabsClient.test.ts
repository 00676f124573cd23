/** ElevenLabs' own package, as a customer uses it, judges the simulator. */
import {
  AudioFormat,
  CommitStrategy,
  ElevenLabsClient,
  RealtimeEvents,
} from '@elevenlabs/elevenlabs-js'
import type {
  RealtimeConnection,
  RealtimeEventMap,
} from '@elevenlabs/elevenlabs-js/wrapper/realtime/connection.js'
import { AudioOutputMulti } from '@elevenlabs/elevenlabs-js/serialization/types/AudioOutputMulti.js'
import { FinalOutputMulti } from '@elevenlabs/elevenlabs-js/serialization/types/FinalOutputMulti.js'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { PHRASES } from '../../simulators/audio/phrases.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { type ElevenLabsSimulator, startElevenLabs } from '../../simulators/elevenlabs/index.ts'

const RACHEL = '21m00Tcm4TlvDq8ikWAM'

let simulator: ElevenLabsSimulator
afterEach(() => simulator.close())

async function start(apiKey = 'sk_right'): Promise<ElevenLabsClient> {
  simulator = await startElevenLabs({ apiKey: 'sk_right', pace: { timesRealTime: 1_000 } })
  return new ElevenLabsClient({ apiKey, baseUrl: simulator.url, maxRetries: 0 })
}

function next<E extends RealtimeEvents>(
  connection: RealtimeConnection,
  event: E,
): Promise<RealtimeEventMap[E]> {
  return new Promise((resolve) => connection.on(event, resolve))
}

/** A phrase as a telephone brings it, with the silence after it. */
const said = (text: string, silenceMs: number): string =>
  Buffer.concat([
    Buffer.alloc(8 * 400, 0xff),
    encodeMulaw(speak(text, CALLER_VOICE)),
    Buffer.alloc(8 * silenceMs, 0xff),
  ]).toString('base64')

const PHONE = {
  modelId: 'scribe_v2_realtime',
  audioFormat: AudioFormat.ULAW_8000,
  sampleRate: 8000,
}

test('what a caller says is understood and committed when the client asks', async () => {
  const client = await start()
  const connection = await client.speechToText.realtime.connect(PHONE)
  const { config } = await next(connection, RealtimeEvents.SESSION_STARTED)
  expect(config).toMatchObject({ sample_rate: 8000, commit_strategy: 'manual' })
  const partial = next(connection, RealtimeEvents.PARTIAL_TRANSCRIPT)
  const committed = next(connection, RealtimeEvents.COMMITTED_TRANSCRIPT)
  connection.send({ audioBase64: said(PHRASES.hours, 400) })
  connection.commit()
  expect((await partial).text).not.toBe('')
  expect((await committed).text).toBe(PHRASES.hours)
  connection.close()
  await next(connection, RealtimeEvents.CLOSE)
})

test('a turn is committed by its silence, with the times of its words', async () => {
  const client = await start()
  const connection = await client.speechToText.realtime.connect({
    ...PHONE,
    commitStrategy: CommitStrategy.VAD,
    vadSilenceThresholdSecs: 0.5,
    includeTimestamps: true,
    languageCode: 'en',
  })
  await next(connection, RealtimeEvents.SESSION_STARTED)
  const timed = next(connection, RealtimeEvents.COMMITTED_TRANSCRIPT_WITH_TIMESTAMPS)
  connection.send({ audioBase64: said(PHRASES.goodbye, 1_000) })
  const { text, words } = await timed
  expect(text).toBe(PHRASES.goodbye)
  expect(words?.map((word) => word.text).join('')).toBe(PHRASES.goodbye)
  connection.close()
})

test('a single-use token opens one session', async () => {
  const client = await start()
  const { token } = await client.tokens.singleUse.create('realtime_scribe')
  const connection = await client.speechToText.realtime.connect({ ...PHONE, token })
  await next(connection, RealtimeEvents.SESSION_STARTED)
  const again = await client.speechToText.realtime.connect({ ...PHONE, token })
  expect(String(await next(again, RealtimeEvents.ERROR))).toContain('403')
  connection.close()
})

test('errors come under their own names', async () => {
  const client = await start()
  const connection = await client.speechToText.realtime.connect(PHONE)
  // Each error comes under this name, too, and has to be listened to.
  connection.on(RealtimeEvents.ERROR, () => {})
  await next(connection, RealtimeEvents.SESSION_STARTED)
  const throttled = next(connection, RealtimeEvents.COMMIT_THROTTLED)
  connection.commit()
  expect((await throttled).error).toContain('0.3s')
  const wrong = next(connection, RealtimeEvents.INPUT_ERROR)
  connection.send({ audioBase64: 'AAAA', sampleRate: 16_000 })
  expect((await wrong).error).toContain('sample_rate')
  const quota = next(connection, RealtimeEvents.QUOTA_EXCEEDED)
  const closed = next(connection, RealtimeEvents.CLOSE)
  simulator.fault({ kind: 'error', type: 'quota_exceeded' })
  expect((await quota).message_type).toBe('quota_exceeded')
  await closed
})

test('what it is asked for is held to what the API takes', async () => {
  const client = await start()
  const connection = await client.speechToText.realtime.connect({ ...PHONE, modelId: 'scribe_v9' })
  connection.on(RealtimeEvents.ERROR, () => {})
  const { error } = await next(connection, RealtimeEvents.INVALID_REQUEST)
  expect(error).toContain('scribe_v9')
})

test('voices, models and the user are told to the right key alone', async () => {
  const client = await start()
  const found = await client.voices.search({ pageSize: 2 })
  expect(found).toMatchObject({ hasMore: true, totalCount: 3, nextPageToken: '2' })
  const { voices } = await client.voices.getAll()
  expect(voices.map(({ voiceId }) => voiceId)).toContain(RACHEL)
  const models = await client.models.list()
  expect(models.map(({ modelId }) => modelId)).toContain('eleven_flash_v2_5')
  expect((await client.user.get()).subscription.status).toBe('active')
  const stranger = new ElevenLabsClient({
    apiKey: 'sk_wrong',
    baseUrl: simulator.url,
    maxRetries: 0,
  })
  await expect(stranger.user.get()).rejects.toMatchObject({ statusCode: 401 })
})

test('a text is spoken over HTTP', async () => {
  const client = await start()
  const sound = await client.textToSpeech.stream(RACHEL, {
    text: 'We are open until six.',
    modelId: 'eleven_flash_v2_5',
    outputFormat: 'ulaw_8000',
  })
  const spoken = encodeMulaw(speak('We are open until six.', 'slt'))
  expect(await buffer(sound)).toEqual(Buffer.from(spoken))
  await expect(
    client.textToSpeech.stream('nobody', { text: 'Hello.', outputFormat: 'ulaw_8000' }),
  ).rejects.toMatchObject({ statusCode: 404 })
})

test('what is spoken over a socket has the package’s own shapes', async () => {
  await start()
  const address = `${simulator.url.replace('http', 'ws')}/v1/text-to-speech/${RACHEL}/multi-stream-input`
  const socket = new WebSocket(
    `${address}?model_id=eleven_flash_v2_5&output_format=ulaw_8000&sync_alignment=true`,
    { headers: { 'xi-api-key': 'sk_right' } },
  )
  await new Promise((resolve) => socket.once('open', resolve))
  const messages: unknown[] = []
  const over = new Promise<void>((resolve) =>
    socket.on('message', (data) => {
      const message: unknown = JSON.parse(String(data))
      messages.push(message)
      if (FinalOutputMulti.parse(message, { unrecognizedObjectKeys: 'passthrough' }).ok) resolve()
    }),
  )
  for (const message of [
    { text: ' ', context_id: 'one' },
    { text: 'Good morning. ', context_id: 'one', flush: true },
    { context_id: 'one', close_context: true },
  ]) {
    socket.send(JSON.stringify(message))
  }
  await over
  const spoken = messages
    .slice(0, -1)
    .map((message) =>
      AudioOutputMulti.parseOrThrow(message, { unrecognizedObjectKeys: 'passthrough' }),
    )
  expect(spoken.every(({ contextId }) => contextId === 'one')).toBe(true)
  expect(spoken.flatMap(({ alignment }) => alignment?.chars ?? []).join('')).toBe('Good morning. ')
  socket.close()
})
