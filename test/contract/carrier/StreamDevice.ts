import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { Trace } from '../probe/Trace.ts'
import type { Device, Received } from './Device.ts'

/** How a carrier writes the messages of its stream. */
export interface Dialect {
  /** Before anything else, and then the start of the stream. */
  start(callSid: string, token: string): string[]
  media(payload: string, atMs: number): string
  dtmf(digit: '5' | '#'): string
  mark(name: string): string
  stop(): string
  /** Reads what our side sends. @throws on what it would not understand. */
  read(text: string): Received
}

/** A device on a socket. */
export class StreamDevice implements Device {
  readonly closed: Promise<number>
  readonly #socket: WebSocket
  readonly #dialect: Dialect
  readonly #trace = new Trace<Received>()

  constructor(socket: WebSocket, dialect: Dialect) {
    this.#socket = socket
    this.#dialect = dialect
    this.closed = once(socket, 'close').then(([code]) => Number(code))
    socket.on('message', (data) => this.#trace.add(dialect.read(String(data))))
  }

  get received(): readonly Received[] {
    return this.#trace.items
  }

  until(what: Received['kind'], from = 0): Promise<Received> {
    return this.#trace.until(what, (item) => {
      const before = this.#trace.items.slice(0, this.#trace.items.indexOf(item))
      const isNext = before.filter(({ kind }) => kind === what).length >= from
      return item.kind === what && isNext ? item : null
    })
  }

  start(callSid: string, token: string): void {
    for (const message of this.#dialect.start(callSid, token)) this.send(message)
  }

  speak(payload: string, atMs: number): void {
    this.send(this.#dialect.media(payload, atMs))
  }

  press(digit: '5' | '#'): void {
    this.send(this.#dialect.dtmf(digit))
  }

  echo(mark: string): void {
    this.send(this.#dialect.mark(mark))
  }

  stop(): void {
    this.send(this.#dialect.stop())
  }

  breakOff(): void {
    this.#socket.terminate()
  }

  /** Anything at all. */
  send(message: string | Buffer): void {
    this.#socket.send(message)
  }
}
