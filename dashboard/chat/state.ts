/** A conversation as a visitor's window knows it, and what can happen to it. */
import type { ChatKey, ChatServerMessage, ChatStatus } from '../../convex/model/chat.ts'
import type { ChatEffect, Kept, Unsent } from './effects.ts'
import type { Messages } from './messages.ts'

/** How the window reaches the Worker. `tries` counts attempts since the last that succeeded. */
export type Link =
  /** Nothing to reach it for. */
  | { phase: 'idle' }
  /** The key is asked for. */
  | { phase: 'asking'; tries: number }
  /** The socket opens. */
  | { phase: 'dialling'; tries: number; ticket: string }
  | { phase: 'open' }
  /** The connection is gone, and a clock runs. */
  | { phase: 'waiting'; tries: number }
  /** The Worker has said no: the visitor decides. */
  | { phase: 'refused' }

export interface Conversation {
  link: Link
  /** What resumes it; `null`: it has not begun, or is over. */
  key: Omit<ChatKey, 'ticket'> | null
  status: ChatStatus | 'new'
  messages: Messages
  /** What the visitor has said and the Worker has not confirmed. */
  unsent: readonly Unsent[]
  /** The agent is at it, and shows no words yet. */
  typing: boolean
  /** Why something was not taken: a sentence, '' where none was said; `'lost'`: it cannot be resumed. */
  problem: { sentence: string } | 'lost' | null
  /** The visitor wants to end it, and the Worker does not know. */
  ending: boolean
}

export const NEW: Conversation = {
  link: { phase: 'idle' },
  key: null,
  status: 'new',
  messages: [],
  unsent: [],
  typing: false,
  problem: null,
  ending: false,
}

export type ChatEvent =
  /** What the tab has kept from before. */
  | { type: 'restored'; kept: Kept }
  | { type: 'said'; id: string; text: string }
  /** A message that was refused is said again. */
  | { type: 'said_again'; id: string }
  | { type: 'stopped' | 'again' | 'left' }
  /** The visitor begins another conversation after this one. */
  | { type: 'anew' }
  /** The visitor asks for another try after a refusal. */
  | { type: 'retried' }
  | { type: 'key.given'; key: ChatKey }
  /** `status`: of HTTP; 0: nobody answered. `error`: a sentence of the Worker, '' where it said none. */
  | { type: 'key.refused'; status: number; error: string }
  | { type: 'socket.opened' | 'socket.closed' }
  | { type: 'socket.message'; message: ChatServerMessage }
  /** The time to wait is over, or the browser is online again. */
  | { type: 'woken' }
  /** What the Worker has to say has not come for too long. */
  | { type: 'unconfirmed' }

export type Step = [Conversation, ChatEffect[]]
