import { MAX_MESSAGE_LENGTH } from './clientMessage.ts'

/**
 * The longest messages, in characters: of somebody whom we know, and of those who may have sent their
 * token right before, which is more than a dashboard ever sends.
 */
export const MAX_LENGTH = { known: MAX_MESSAGE_LENGTH, unknown: 1024 * 1024 } as const

/** What a client says to tell who it is: `Connect`, a token, and which queries it will want. */
const STRANGER = { messageLength: 8 * 1024, length: 16 * 1024, messages: 12 } as const

/**
 * How much a client may say before it has told who it is. To understand messages costs time that
 * running calls need, so strangers get little of it, however long they stay.
 */
export class Allowance {
  #length: number = STRANGER.length
  #messages: number = STRANGER.messages

  /** Whether the next message is still understood; takes it off. */
  covers(messageLength: number): boolean {
    this.#length -= messageLength
    this.#messages -= 1
    const isShort = messageLength <= STRANGER.messageLength
    return isShort && this.#length >= 0 && this.#messages >= 0
  }
}
