/** What the machine of a conversation wants done. */
import type { ChatClientMessage, ChatKey } from '../../convex/model/chat.ts'

/** Something that the visitor said and the Worker has not confirmed. */
export interface Unsent {
  /** The window's own name for it, a UUID. */
  id: string
  text: string
  /** Why the Worker did not take it, as a sentence; `null`: it may not have come by it yet. */
  problem: string | null
}

/** What a tab keeps of a conversation, so that a reload goes on with it. */
export interface Kept {
  key: Omit<ChatKey, 'ticket'> | null
  unsent: readonly Unsent[]
}

export type ChatEffect =
  /** Asks for a new conversation, or for the key to this one. */
  | { type: 'begin' }
  | { type: 'resume'; chatId: string; secret: string }
  /** Opens the socket. */
  | { type: 'dial'; chatId: string }
  | { type: 'send'; message: ChatClientMessage }
  | { type: 'hang_up' }
  /** `woken` is to come after so long; a later one takes its place. */
  | { type: 'wake'; afterMs: number }
  /** The same of `unconfirmed`. */
  | { type: 'watch'; afterMs: number }
  /** What the tab is to keep from now on; `null`: nothing. */
  | { type: 'keep'; kept: Kept | null }
