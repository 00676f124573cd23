/** The way out to a client, with what may go wrong on it. */
import type { WebSocket } from 'ws'
import type { Fault } from './faults.ts'
import { WireLog, type WireMessage } from './wireLog.ts'

/** A close frame has no room for more. */
const LONGEST_REASON = 123

export class FaultySocket {
  readonly log = new WireLog()
  readonly closed: Promise<void>
  readonly #socket: WebSocket
  readonly #timers = new Set<NodeJS.Timeout>()
  #silent = false

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => socket.terminate())
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    void this.closed.then(() => {
      for (const timer of this.#timers) clearTimeout(timer)
      this.log.close()
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** What the client sends, where it is JSON. */
  onMessage(take: (message: unknown) => void): void {
    this.#socket.on('message', (data) => {
      const message = parse(String(data))
      if (isMessage(message)) this.log.add('client', message)
      take(message)
    })
  }

  send(message: WireMessage): void {
    if (this.#silent || !this.isOpen) return
    this.log.add('server', message)
    this.#socket.send(JSON.stringify(message))
  }

  sendRaw(text: string): void {
    if (this.isOpen) this.#socket.send(text)
  }

  close(code?: number, reason = ''): void {
    if (code === undefined) this.#socket.close()
    else this.#socket.close(code, reason.slice(0, LONGEST_REASON))
  }

  drop(): void {
    this.#socket.terminate()
  }

  /** Nothing is answered any more. */
  mute(): void {
    this.#silent = true
  }

  /** Does so later, if it is still open. */
  after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      if (this.isOpen) act()
    }, ms)
    this.#timers.add(timer)
    return timer
  }

  cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    this.#timers.delete(timer)
  }

  /** What goes wrong in the same way for ears and mouths; whether it was such a fault. */
  suffer(fault: Fault): boolean {
    switch (fault.kind) {
      case 'drop':
        this.drop()
        return true
      case 'close':
        this.close(fault.code, fault.reason)
        return true
      case 'silent':
        this.mute()
        return true
      case 'malformed':
        this.sendRaw('{"audio":"')
        return true
      case 'error':
      case 'unknown_message':
      case 'warning':
      case 'drop_after_sound':
        return false
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isMessage(value: unknown): value is WireMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
