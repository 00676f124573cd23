import type { OpenAiAccount } from './realtime/account.ts'

/** What the engines need of the configuration; `null` where it is not set. */
export interface EngineAccounts {
  openai: OpenAiAccount | null
}
