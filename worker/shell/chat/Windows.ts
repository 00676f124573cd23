import * as z from 'zod'
import type { ChatServerMessage } from '../../../convex/model/chat.ts'

/** What is used of a window's socket, which outlives the memory of its object. */
export interface WindowSocket {
  send(text: string): void
  close(code: number, reason: string): void
  serializeAttachment(attachment: unknown): void
  deserializeAttachment(): unknown
}

const attachmentSchema = z.object({ isOpen: z.literal(true) })

/** The windows in which a conversation is open. */
export class Windows {
  readonly #sockets: () => readonly WindowSocket[]

  /** `sockets`: those that are connected now, whether they have shown a ticket or not. */
  constructor(sockets: () => readonly WindowSocket[]) {
    this.#sockets = sockets
  }

  get count(): number {
    return this.#sockets().length
  }

  isOpen(socket: WindowSocket): boolean {
    return attachmentSchema.safeParse(socket.deserializeAttachment()).success
  }

  open(socket: WindowSocket): void {
    socket.serializeAttachment({ isOpen: true })
  }

  tell(socket: WindowSocket, message: ChatServerMessage): void {
    this.#send(socket, JSON.stringify(message))
  }

  tellAll(messages: readonly ChatServerMessage[]): void {
    if (messages.length === 0) return
    const open = this.#sockets().filter((socket) => this.isOpen(socket))
    for (const message of messages) {
      const text = JSON.stringify(message)
      for (const socket of open) this.#send(socket, text)
    }
  }

  #send(socket: WindowSocket, text: string): void {
    try {
      socket.send(text)
    } catch {
      // It has gone; its window comes back with a socket of its own.
    }
  }
}
