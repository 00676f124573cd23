/** What the parts of one session share. */
import type { Conversation } from './conversation.ts'
import type { Send } from './serverEvents.ts'
import type { SessionDeps } from './sessionDeps.ts'
import type { Settings } from './settings.ts'

export interface SessionState {
  readonly deps: SessionDeps
  readonly conversation: Conversation
  readonly send: Send
  /** Replaced as a whole by every update. */
  settings: Settings
  /** The assistant has been heard, so its voice is fixed. */
  hasSpoken: boolean
}
