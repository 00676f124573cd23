/** OpenAI's own package, as a customer uses it, judges the simulator. */
import { connect } from 'node:net'
import OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime'
import { afterEach, expect, test } from 'vitest'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

async function start() {
  simulator = await startOpenAi({
    pace: { firstAudioDelayMs: 0, timesRealTime: 10_000 },
    brain: () => ({ say: 'We are open until six.' }),
    apiKey: 'right',
  })
  return new OpenAI({ apiKey: 'right', baseURL: simulator.url, maxRetries: 0 })
}

/** The package speaks TLS only; behind the same handshake is the simulator. */
const createConnection = () => connect(simulator.port, '127.0.0.1')

function realtime(client: OpenAI): OpenAIRealtimeWS {
  return new OpenAIRealtimeWS({ model: 'gpt-realtime-2.1', options: { createConnection } }, client)
}

function next<Type extends RealtimeServerEvent['type']>(
  socket: OpenAIRealtimeWS,
  type: Type,
): Promise<Extract<RealtimeServerEvent, { type: Type }>> {
  return new Promise((resolve) => {
    const take = (event: RealtimeServerEvent) => {
      if (!isOf(event, type)) return
      socket.off('event', take)
      resolve(event)
    }
    socket.on('event', take)
  })
}

function isOf<Type extends RealtimeServerEvent['type']>(
  event: RealtimeServerEvent,
  type: Type,
): event is Extract<RealtimeServerEvent, { type: Type }> {
  return event.type === type
}

test('models are listed and looked up', async () => {
  const client = await start()
  const ids: string[] = []
  for await (const model of client.models.list()) ids.push(model.id)
  expect(ids).toContain('gpt-realtime-2.1')
  expect(await client.models.retrieve('gpt-realtime-2.1')).toMatchObject({ object: 'model' })
  await expect(client.models.retrieve('gpt-unreal')).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  })
  const stranger = new OpenAI({ apiKey: 'wrong', baseURL: simulator.url, maxRetries: 0 })
  await expect(stranger.models.list()).rejects.toMatchObject({ code: 'invalid_api_key' })
})

test('a caller is heard, answered and interrupted through the package', async () => {
  const socket = realtime(await start())
  await next(socket, 'session.created')
  const format = { type: 'audio/pcmu' } as const
  socket.send({
    type: 'session.update',
    session: { type: 'realtime', audio: { input: { format }, output: { format, voice: 'marin' } } },
  })
  expect((await next(socket, 'session.updated')).session).toMatchObject({ type: 'realtime' })
  const started = next(socket, 'input_audio_buffer.speech_started')
  const stopped = next(socket, 'input_audio_buffer.speech_stopped')
  const done = next(socket, 'response.done')
  const said = encodeMulaw(speak('Hello, when are you open?', CALLER_VOICE))
  const audio = Buffer.concat([said, Buffer.alloc(8 * 800, 0xff)]).toString('base64')
  socket.send({ type: 'input_audio_buffer.append', audio })
  expect((await stopped).audio_end_ms).toBeGreaterThan((await started).audio_start_ms)
  const { response } = await done
  expect(response).toMatchObject({ status: 'completed', output: [{ type: 'message' }] })
  const [item] = response.output ?? []
  const itemId = item && 'id' in item ? (item.id ?? '') : ''
  const truncated = next(socket, 'conversation.item.truncated')
  const where = { item_id: itemId, content_index: 0, audio_end_ms: 400 }
  socket.send({ type: 'conversation.item.truncate', ...where })
  expect(await truncated).toMatchObject(where)
  socket.close()
})

test('the package tells an error of the session from one of its own', async () => {
  const socket = realtime(await start())
  await next(socket, 'session.created')
  const error = new Promise((resolve) => socket.on('error', resolve))
  socket.send({ type: 'response.cancel', event_id: 'mine' })
  expect(await error).toMatchObject({
    error: { code: 'response_cancel_not_active', event_id: 'mine' },
  })
  socket.close()
})

test('a session that only hears and reads aloud is driven through the package', async () => {
  const socket = realtime(await start())
  await next(socket, 'session.created')
  const format = { type: 'audio/pcmu' } as const
  const transcription = { model: 'gpt-transcribe' }
  socket.send({
    type: 'session.update',
    session: {
      type: 'realtime',
      audio: { input: { format, transcription, turn_detection: null }, output: { format } },
    },
  })
  await next(socket, 'session.updated')

  const refused = new Promise((resolve) => socket.on('error', resolve))
  socket.send({ type: 'input_audio_buffer.commit', event_id: 'mine' })
  expect(await refused).toMatchObject({
    error: { code: 'input_audio_buffer_commit_empty', event_id: 'mine' },
  })

  const [delta, written] = [
    next(socket, 'conversation.item.input_audio_transcription.delta'),
    next(socket, 'conversation.item.input_audio_transcription.completed'),
  ]
  const said = Buffer.from(encodeMulaw(speak('Hello, when are you open?', CALLER_VOICE)))
  socket.send({ type: 'input_audio_buffer.append', audio: said.toString('base64') })
  socket.send({ type: 'input_audio_buffer.commit' })
  const { item_id } = await delta
  expect((await written).item_id).toBe(item_id)
  const deleted = next(socket, 'conversation.item.deleted')
  socket.send({ type: 'conversation.item.delete', item_id })
  expect(await deleted).toMatchObject({ item_id })

  const done: RealtimeServerEvent[] = []
  const both = new Promise<void>((resolve) => {
    socket.on('response.done', (event) => {
      if (done.push(event) === 2) resolve()
    })
  })
  for (const text of ['First.', 'Second.']) {
    socket.send({
      type: 'response.create',
      response: {
        conversation: 'none',
        input: [],
        instructions: `Say exactly the following, and nothing else:\n${text}`,
        metadata: { text },
      },
    })
  }
  await both
  for (const text of ['First.', 'Second.']) {
    const content = [{ type: 'output_audio', transcript: text }]
    expect(done).toContainEqual(
      expect.objectContaining({
        response: expect.objectContaining({
          conversation_id: null,
          metadata: { text },
          output: [expect.objectContaining({ content })],
        }),
      }),
    )
  }
  socket.close()
})

test('a commit of silence has no words', async () => {
  const socket = realtime(await start())
  await next(socket, 'session.created')
  const input = {
    format: { type: 'audio/pcmu' as const },
    transcription: { model: 'gpt-transcribe' },
    turn_detection: null,
  }
  socket.send({ type: 'session.update', session: { type: 'realtime', audio: { input } } })
  const written = next(socket, 'conversation.item.input_audio_transcription.completed')
  const audio = Buffer.alloc(8 * 500, 0xff).toString('base64')
  socket.send({ type: 'input_audio_buffer.append', audio })
  socket.send({ type: 'input_audio_buffer.commit' })
  expect((await written).transcript).toBe('')
  socket.close()
})
