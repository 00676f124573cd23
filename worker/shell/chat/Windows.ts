import * as z from 'zod'
import type { ChatServerMessage } from '../../../convex/model/chat.ts'

/** What is used of a window's socket, which outlives the memory of its object. */
export interface WindowSocket {
  send(text: string): void
  close(code: number, reason: string): void
  serializeAttachment(attachment: unknown): void
  deserializeAttachment(): unknown
}

/** So many windows of one visitor may show the conversation. */
const MOST_OPEN = 10

/** Absent: it has shown no ticket yet. `openedAt`: epoch ms; `null`: it was let go. */
const attachmentSchema = z.object({ openedAt: z.number().nullable() })

/** The windows in which a conversation is open. */
export class Windows {
  readonly #sockets: () => readonly WindowSocket[]

  /** `sockets`: those that are connected now, whether they have shown a ticket or not. */
  constructor(sockets: () => readonly WindowSocket[]) {
    this.#sockets = sockets
  }

  /** How many have shown no ticket yet. */
  get waiting(): number {
    return this.#sockets().filter((socket) => openedAt(socket) === undefined).length
  }

  isOpen(socket: WindowSocket): boolean {
    return typeof openedAt(socket) === 'number'
  }

  /**
   * Of too many the oldest ones go: on a bad line they are what is left of connections that broke without
   * a close, and would keep their own visitor out. `now`: epoch ms.
   */
  open(socket: WindowSocket, now: number): void {
    const others = this.#open().toSorted((a, b) => (openedAt(a) ?? 0) - (openedAt(b) ?? 0))
    for (const old of others.slice(0, Math.max(0, others.length + 1 - MOST_OPEN))) {
      old.serializeAttachment({ openedAt: null })
      old.close(1000, 'It was opened in other windows.')
    }
    socket.serializeAttachment({ openedAt: now })
  }

  tell(socket: WindowSocket, message: ChatServerMessage): void {
    this.#send(socket, JSON.stringify(message))
  }

  tellAll(messages: readonly ChatServerMessage[]): void {
    if (messages.length === 0) return
    const open = this.#open()
    for (const message of messages) {
      const text = JSON.stringify(message)
      for (const socket of open) this.#send(socket, text)
    }
  }

  #open(): WindowSocket[] {
    return this.#sockets().filter((socket) => this.isOpen(socket))
  }

  #send(socket: WindowSocket, text: string): void {
    try {
      socket.send(text)
    } catch {
      // It has gone; its window comes back with a socket of its own.
    }
  }
}

const openedAt = (socket: WindowSocket): number | null | undefined =>
  attachmentSchema.safeParse(socket.deserializeAttachment()).data?.openedAt
