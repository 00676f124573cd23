import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { durationMs } from '../../lib/base64Audio.ts'
import { PROBE } from './commands.ts'
import type { NoSocket } from './connect.ts'
import { Pulse } from './Pulse.ts'

/** The caller's audio kept while the session opens: two minutes of frames, more than it may take. */
const KEPT_FRAMES = 6_000

/** Whose session it is. */
export interface SocketOwner {
  /** The session has opened: what it is told first, before all that was kept for it. */
  greet(): readonly RealtimeClientEvent[]
  /** It has been told so. */
  ready(): void
  receive(text: string): void
  /** There is no session, or none any more; nothing else comes. */
  gone(why: NoSocket): void
}

/**
 * The connection of one Realtime session. What is sent while it opens is kept until then, the caller's
 * audio apart from the rest.
 */
export class RealtimeSocket {
  #socket: WebSocket | null = null
  #closed = false
  #waiting: string[] = []
  #waitingAudio: string[] = []
  #keptFrames = 0
  #appendedMs = 0
  readonly #owner: SocketOwner
  readonly #pulse = new Pulse({
    probe: () => this.#socket?.send(JSON.stringify(PROBE)),
    dead: (cause) => this.#lose(cause),
  })

  constructor(owner: SocketOwner) {
    this.#owner = owner
  }

  get closed(): boolean {
    return this.#closed
  }

  /** All audio of the caller's that it was given, in ms. */
  get appendedMs(): number {
    return this.#appendedMs
  }

  /** Never rejects, as `connecting` does not: what goes wrong is told to the owner. */
  async open(connecting: Promise<WebSocket | NoSocket>): Promise<void> {
    const opened = await connecting
    if (!(opened instanceof WebSocket)) return this.#end(opened)
    if (this.#closed) return letGo(opened)
    this.#adopt(opened)
    // Events are handled in order, so nothing needs to wait for the answer to the configuration.
    for (const event of this.#owner.greet()) opened.send(JSON.stringify(event))
    this.#owner.ready()
    for (const message of [...this.#waiting, ...this.#waitingAudio]) opened.send(message)
    this.#waiting = []
    this.#waitingAudio = []
  }

  /** The caller's next audio: base64 µ-law, 8 kHz. */
  append(payload: string): void {
    if (this.#closed) return
    const message = `{"type":"input_audio_buffer.append","audio":"${payload}"}`
    this.#appendedMs += durationMs(payload)
    if (this.#socket) return this.#socket.send(message)
    this.#keptFrames += 1
    if (this.#keptFrames <= KEPT_FRAMES) this.#waitingAudio.push(message)
  }

  send(event: RealtimeClientEvent): void {
    this.#send(event, this.#waiting)
  }

  /** As `send`, and in any case after the audio that was given before. */
  sendBehindAudio(event: RealtimeClientEvent): void {
    this.#send(event, this.#waitingAudio)
  }

  /** The settings of the session were confirmed. */
  confirm(): void {
    this.#pulse.confirm()
  }

  close(): void {
    this.#closed = true
    this.#pulse.stop()
    this.#waiting = []
    this.#waitingAudio = []
    this.#socket?.close(1000)
    this.#socket = null
  }

  #send(event: RealtimeClientEvent, waiting: string[]): void {
    const message = JSON.stringify(event)
    if (this.#socket) this.#socket.send(message)
    else if (!this.#closed) waiting.push(message)
  }

  #adopt(socket: WebSocket): void {
    socket.addEventListener('message', ({ data }) => {
      if (this.#closed || typeof data !== 'string') return
      this.#pulse.beat()
      this.#owner.receive(data)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      const why = reason ? `: ${reason}` : ''
      this.#lose(`The connection to OpenAI closed (code ${code})${why}.`)
    })
    // An oversized frame or a reserved opcode ends a socket without a close.
    socket.addEventListener('error', () => this.#lose('The connection to OpenAI broke.'))
    socket.accept()
    this.#socket = socket
    this.#pulse.start()
  }

  #lose(cause: string): void {
    this.#end({ cause, again: true, retryAfterMs: null })
  }

  #end(why: NoSocket): void {
    if (this.#closed) return
    this.close()
    this.#owner.gone(why)
  }
}

/** A socket that nobody accepted is not closed by `close` alone. */
function letGo(socket: WebSocket): void {
  socket.accept()
  socket.close(1000)
}
