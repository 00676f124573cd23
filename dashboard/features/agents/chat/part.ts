import type { ChatDraft } from '../draft.ts'

/** What a part of the chat's form needs. */
export interface ChatPartProps {
  chat: ChatDraft
  set: (changes: Partial<ChatDraft>) => void
  /** By the path within the chat's settings. */
  errorAt: (path: string) => string | undefined
}
