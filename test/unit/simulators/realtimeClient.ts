/** A bare Realtime client for the simulator's own tests: sends what it is told, keeps what comes. */
import { WebSocket } from 'ws'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import type { OpenAiSimulator, RealtimeSession, WireEvent } from '../../simulators/openai/index.ts'

export interface Client {
  session: RealtimeSession
  socket: WebSocket
  send(event: Record<string, unknown>): void
  update(session: Record<string, unknown>): void
  /** Appends 8 kHz sound in frames of 20 ms, as mu-law, as fast as it goes. */
  hear(pcm: Int16Array): void
  /** The events the session sent, without their sound. */
  types(): string[]
  /** The next server event of the type. */
  next(type: string): Promise<WireEvent>
  /** Sends the event and gives the error it causes. */
  errorOf(event: Record<string, unknown>): Promise<unknown>
}

export const PHONE = {
  audio: {
    input: { format: { type: 'audio/pcmu' }, transcription: { model: 'gpt-transcribe' } },
    output: { format: { type: 'audio/pcmu' }, voice: 'verse' },
  },
}

export function openSocket(
  simulator: OpenAiSimulator,
  query = '?model=gpt-realtime-2.1',
  headers: Record<string, string> = { authorization: 'Bearer key' },
): WebSocket {
  return new WebSocket(`${simulator.url.replace('http', 'ws')}/realtime${query}`, { headers })
}

/** A session that speaks telephone sound. */
export async function connect(
  simulator: OpenAiSimulator,
  settings: Record<string, unknown> = PHONE,
  model = 'gpt-realtime-2.1',
): Promise<Client> {
  const socket = openSocket(simulator, `?model=${model}`)
  socket.on('error', () => {})
  const session = await simulator.nextSession()
  const client = clientOf(socket, session)
  if (socket.readyState !== socket.OPEN) {
    await new Promise((resolve) => socket.once('open', resolve))
  }
  client.update(settings)
  await session.until('session.updated')
  return client
}

function clientOf(socket: WebSocket, session: RealtimeSession): Client {
  const send = (event: Record<string, unknown>) => socket.send(JSON.stringify(event))
  const next = async (type: string) =>
    (await session.next((event, { from }) => from === 'server' && event.type === type)).event
  return {
    session,
    socket,
    send,
    next,
    update: (settings) =>
      send({ type: 'session.update', session: { type: 'realtime', ...settings } }),
    hear: (pcm) => {
      const bytes = encodeMulaw(pcm)
      for (let at = 0; at < bytes.length; at += 160) {
        const audio = Buffer.from(bytes.subarray(at, at + 160)).toString('base64')
        send({ type: 'input_audio_buffer.append', audio })
      }
    },
    types: () =>
      session.log.entries
        .filter(({ from, event }) => from === 'server' && !event.type.endsWith('.delta'))
        .map(({ event }) => event.type),
    errorOf: async (event) => {
      const error = next('error')
      send(event)
      return (await error).error
    },
  }
}
