/** Stands between a session that lives as long as its call and the sockets that are opened beside it. */
import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import * as z from 'zod'
import type { SessionSocket } from '../faultySocket.ts'

const messageSchema = z.looseObject({ type: z.string() })
export type LegMessage = z.infer<typeof messageSchema>

export interface LegOwner {
  /** A message of the session's; `false`: nobody beside the call is told. */
  fromSession(message: LegMessage): boolean
  /** A message from beside the call; `false`: the session is not told. */
  fromBeside(message: LegMessage): boolean
  /** The session is over. */
  expired(): void
}

export class LegSocket
  extends EventEmitter<{ message: [string]; close: [] }>
  implements SessionSocket
{
  readonly OPEN = 1
  readyState = 1
  readonly #owner: LegOwner
  readonly #beside = new Set<WebSocket>()

  constructor(owner: LegOwner) {
    super()
    this.#owner = owner
  }

  attach(socket: WebSocket): void {
    this.#beside.add(socket)
    socket.on('close', () => this.#beside.delete(socket))
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => {
      const text = String(data)
      const message = messageSchema.safeParse(parsed(text)).data
      if (!message || this.#owner.fromBeside(message)) this.emit('message', text)
    })
  }

  get attached(): number {
    return this.#beside.size
  }

  send(text: string): void {
    const message = messageSchema.safeParse(parsed(text)).data
    if (!message || this.#owner.fromSession(message)) this.tell(text)
  }

  tell(text: string): void {
    for (const socket of this.#beside) socket.send(text)
  }

  /** A session that has lasted as long as it may is over; any other close is that of the sockets beside. */
  close(code = 1000): void {
    for (const socket of this.#beside) socket.close(code)
    if (code === 1001) this.#owner.expired()
  }

  terminate(): void {
    for (const socket of this.#beside) socket.terminate()
  }

  pause(): void {
    for (const socket of this.#beside) socket.pause()
  }

  /** The call is over: no event says so, the sockets just close. */
  end(): void {
    this.readyState = 3
    for (const socket of this.#beside) socket.close(1000)
    this.emit('close')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
