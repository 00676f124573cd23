/**
 * A model that is interrupted: it speaks, hears the caller at a random moment, and speaks again. What
 * it had already put on the wire when it noticed the caller still comes, as it does in reality.
 */
import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { stamped } from './peers/stampedAudio.ts'
import { audioMessage, eventText, idOf } from './peers/turnScript.ts'

/** One interruption, as the model saw it. Times are of `performance.now()`. */
export interface Interruption {
  itemId: string
  /** When the model said that the caller speaks. */
  speechSentAt: number
  /** The audio it had sent by the end, stragglers included. */
  generatedMs: number
  /** Where it was told to cut its memory; `null` when it was not told. */
  audioEndMs: number | null
  /** When its next answer began; `null` after the last one. */
  nextAnswerAt: number | null
}

const clientEventSchema = z.union([
  z.object({
    type: z.literal('conversation.item.truncate'),
    item_id: z.string(),
    audio_end_ms: z.number(),
  }),
  z.object({ type: z.string() }),
])

const DELTAS_MS = [200, 100, 400, 300, 150, 350, 250] as const
const ANSWER_MS = 4_000
const TIMES_REAL_TIME = 5
/** The caller breaks in between these moments of the answer. */
const EARLIEST_MS = 300
const LATEST_MS = 3_500
/** Deltas that are already on their way when the caller is noticed. */
const STRAGGLERS = 3
const CALLER_SPEAKS_MS = 600
const FRAME_MS = 20

export class InterruptedModel {
  readonly #sessions: InterruptedSession[] = []
  readonly #waiting: ((session: InterruptedSession) => void)[] = []
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })

  constructor() {
    this.#server.on('connection', (socket) => {
      const session = new InterruptedSession(socket)
      const waiting = this.#waiting.shift()
      if (waiting) waiting(session)
      else this.#sessions.push(session)
    })
  }

  /** The oldest session that was not given out yet, or the next that opens. */
  nextSession(): Promise<InterruptedSession> {
    const session = this.#sessions.shift()
    if (session) return Promise.resolve(session)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Where it listens, as `host:port`. */
  async host(): Promise<string> {
    if (!this.#server.address()) await once(this.#server, 'listening')
    const address = this.#server.address()
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }
}

export class InterruptedSession {
  readonly interruptions: Interruption[] = []
  readonly #socket: WebSocket
  readonly #asked = Promise.withResolvers<void>()
  readonly #left: Promise<never>
  #appendedMs = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.#left = new Promise((_, reject) => {
      socket.on('close', () => reject(new Error('The Worker left before the last interruption.')))
    })
    // A session that nobody converses in may end at any time.
    this.#left.catch(() => undefined)
    socket.on('message', (data) => {
      const text = String(data)
      if (text.startsWith('{"type":"input_audio_buffer.append"')) this.#appendedMs += FRAME_MS
      else this.#obey(text)
    })
    this.#send('session.created', { session: { id: idOf('sess', 0) } })
  }

  /** Begins with the first answer, and is interrupted so often. Rejects when the Worker leaves. */
  converse(times: number): Promise<void> {
    return Promise.race([this.#left, this.#asked.promise.then(() => this.#answer(times))])
  }

  #obey(text: string): void {
    const event = clientEventSchema.parse(JSON.parse(text))
    if (event.type === 'session.update') {
      this.#send('session.updated', { session: { id: idOf('sess', 0) } })
    }
    if (event.type === 'response.create') this.#asked.resolve()
    if (!('item_id' in event)) return
    const cut = this.interruptions.find(({ itemId }) => itemId === event.item_id)
    if (cut) cut.audioEndMs = event.audio_end_ms
  }

  async #answer(times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      await this.#answerUntilInterrupted(n)
      await sleep(CALLER_SPEAKS_MS)
      const place = { item_id: idOf('user', n) }
      this.#send('input_audio_buffer.speech_stopped', { ...place, audio_end_ms: this.#appendedMs })
      this.#send('input_audio_buffer.committed', place)
      this.#send('conversation.item.input_audio_transcription.completed', {
        ...place,
        content_index: 0,
        transcript: 'And on Sunday?',
      })
    }
  }

  async #answerUntilInterrupted(n: number): Promise<void> {
    const responseId = idOf('resp', n)
    const place = { response_id: responseId, item_id: idOf('item', n), content_index: 0 }
    const breakInMs = EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS)
    const startedAt = performance.now()
    const previous = this.interruptions.at(-1)
    if (previous) previous.nextAnswerAt = startedAt
    this.#send('response.created', { response: { id: responseId } })
    const deltas = new Deltas(ANSWER_MS)
    while (!deltas.finished && deltas.dueMs <= breakInMs) {
      await sleep(startedAt + deltas.dueMs - performance.now())
      this.#say(place, deltas.take())
    }
    await sleep(startedAt + breakInMs - performance.now())
    const cut = this.#noticeCaller(n, place.item_id)
    for (let i = 0; i < STRAGGLERS && !deltas.finished; i++) this.#say(place, deltas.take())
    cut.generatedMs = deltas.sentMs
    const status = deltas.finished ? 'completed' : 'cancelled'
    this.#send('response.done', { response: { id: responseId, status } })
  }

  #noticeCaller(n: number, itemId: string): Interruption {
    const cut: Interruption = {
      itemId,
      speechSentAt: performance.now(),
      generatedMs: 0,
      audioEndMs: null,
      nextAnswerAt: null,
    }
    this.interruptions.push(cut)
    const fields = { item_id: idOf('user', n), audio_start_ms: this.#appendedMs }
    this.#send('input_audio_buffer.speech_started', fields)
    return cut
  }

  #say(place: Record<string, unknown>, durationMs: number): void {
    const message = audioMessage(place, durationMs)
    if (message.kind !== 'audio') return
    this.#send('response.output_audio_transcript.delta', { ...place, delta: ' again' })
    this.#socket.send(message.head + stamped(message.tail, 0) + message.end)
  }

  #send(type: string, fields: Record<string, unknown>): void {
    this.#socket.send(eventText(type, fields))
  }
}

/** An answer's audio, delta by delta. */
class Deltas {
  sentMs = 0
  #index = 0
  readonly #totalMs: number

  constructor(totalMs: number) {
    this.#totalMs = totalMs
  }

  get finished(): boolean {
    return this.sentMs >= this.#totalMs
  }

  /** When the next one leaves, counted from the beginning of the answer. */
  get dueMs(): number {
    return this.sentMs / TIMES_REAL_TIME
  }

  take(): number {
    const next = DELTAS_MS[this.#index++ % DELTAS_MS.length] ?? 200
    const durationMs = Math.min(next, this.#totalMs - this.sentMs)
    this.sentMs += durationMs
    return durationMs
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}
