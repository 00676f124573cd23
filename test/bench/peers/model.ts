/**
 * The model's side of a load run: a Realtime server that follows a script and does not listen to what
 * it hears, so that it costs next to nothing. It greets as soon as it is asked to. A copier does not
 * speak the Realtime API: what comes first from it is the phone's own message, which counts as being
 * asked.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Figures } from './figures.ts'
import { readStamp, stamped, tailOf } from './stampedAudio.ts'
import {
  eventText,
  FIRST_AUDIO_MS,
  idOf,
  type ScriptMessage,
  TURN_MS,
  turnScript,
} from './turnScript.ts'

export const FRAME_TAIL = tailOf(20)
const FRAME_TAIL_BYTES = Buffer.from(FRAME_TAIL)
const HEAD_LETTERS = 16

export class Model {
  /** Keeps every handshake waiting, and the first audio with it. */
  openDelayMs = 0
  readonly sessions: ModelSession[] = []
  readonly #figures: Figures
  readonly #server: Server

  constructor(figures: Figures) {
    this.#figures = figures
    const sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    this.#server = createServer()
    this.#server.on('upgrade', (request, socket, head) => {
      setTimeout(() => {
        sockets.handleUpgrade(request, socket, head, (client) => {
          this.sessions.push(new ModelSession(client, this.#figures, this.openDelayMs > 0))
        })
      }, this.openDelayMs)
    })
  }

  /** Listens on a free port and returns it. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }
}

class ModelSession {
  /** Frames of the caller's that did not come, came out of order, or came changed. */
  framesWrong = 0
  framesArrived = 0
  readonly #socket: WebSocket
  readonly #figures: Figures
  readonly #speaksAtOnce: boolean
  #nextFrame = 0
  #sent = 0
  #began = false
  #timer: NodeJS.Timeout | null = null

  constructor(socket: WebSocket, figures: Figures, speaksAtOnce: boolean) {
    this.#socket = socket
    this.#figures = figures
    this.#speaksAtOnce = speaksAtOnce
    socket.on('message', (data) => this.#receive(data))
    socket.on('close', () => this.#stop())
    socket.on('error', () => this.#stop())
    socket.send(eventText('session.created', { session: { id: idOf('sess', 0) } }))
  }

  #receive(data: RawData): void {
    if (Array.isArray(data) || data instanceof ArrayBuffer) return
    const stamp = readStamp(data)
    if (!stamp) return this.#obey(String(data))
    const now = performance.now()
    this.framesArrived += 1
    this.#figures.framesArrived += 1
    this.#figures.callerToModelMs.push(now - stamp.leftAt)
    const tailAt = stamp.offset + HEAD_LETTERS
    const tail = data.subarray(tailAt, tailAt + FRAME_TAIL_BYTES.length)
    if (stamp.number !== this.#nextFrame || !tail.equals(FRAME_TAIL_BYTES)) this.framesWrong += 1
    this.#nextFrame = stamp.number + 1
  }

  #obey(text: string): void {
    if (text.startsWith('{"type":"session.update"')) {
      this.#socket.send(eventText('session.updated', { session: { id: idOf('sess', 0) } }))
    }
    const asked = text.startsWith('{"type":"response.create"') || text.includes('"connected"')
    if (!asked || this.#began) return
    this.#began = true
    const skipMs = this.#speaksAtOnce ? FIRST_AUDIO_MS : 0
    this.#play(0, 0, performance.now() - skipMs)
  }

  /** Sends what is due of the `n`-th turn, which began at `startedAt`. */
  #play(n: number, from: number, startedAt: number): void {
    const lines = turnScript(n)
    let next = from
    const elapsed = performance.now() - startedAt
    for (; (lines[next]?.atMs ?? Infinity) <= elapsed; next++) this.#send(lines[next]?.message)
    const line = lines[next]
    const [turn, index, start] = line ? [n, next, startedAt] : [n + 1, 0, startedAt + TURN_MS]
    const dueAt = start + (line?.atMs ?? 0)
    this.#timer = setTimeout(
      () => this.#play(turn, index, start),
      Math.max(0, dueAt - performance.now()),
    )
  }

  #send(message: ScriptMessage | undefined): void {
    if (!message) return
    if (message.kind === 'text') return this.#socket.send(message.text)
    const { head, tail, end } = message
    this.#socket.send(head + stamped(tail, this.#sent++) + end)
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }
}
