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
