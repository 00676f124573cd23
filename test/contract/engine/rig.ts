import type { EngineSettings } from '../../../convex/model/engines/index.ts'
import type { Accounts } from '../../../worker/accounts.ts'

/** Of an installation that has none. */
export const NO_ACCOUNTS: Accounts = { openai: null, elevenlabs: null }

/** What an engine needs around it. */
export interface EngineRig {
  /** As `engine` of an agent's settings. */
  settings: EngineSettings
  /** Those that it needs. */
  accounts: Partial<Accounts>
  /** Who is asked; `null`: the engine needs nobody. */
  vendor: Vendor | null
  /** Calls without the engine, which is then on the line of that call. */
  call?(): Phone
  close(): Promise<void>
}

/** A caller who does not come through the engine. */
export interface Phone {
  /** What the vendor calls the caller's leg. */
  legId: string
  /** Frames of base64 µ-law, 8 kHz. */
  speak(payloads: readonly string[]): void
}

/** The other side of an engine's connection. */
export interface Vendor {
  /** How many connections it was asked for. */
  readonly connections: number
  /** How the next connection is met: by nobody for now, or by nobody ever. */
  refuse(how: 'for_now' | 'for_good'): void
  /** Breaks the connection without a word. */
  breakOff(): void
  /** When the connection has been closed, from whichever side. */
  closed(): Promise<void>
  /** Sends something that is not in the protocol. */
  garble(): void
  /** The next answer calls this tool. */
  callTool(name: string): void
  /**
   * What was put into the conversation and asked for beside the caller's audio, in order: texts, names
   * and outputs of tools, and `(respond)`.
   */
  asked(): string[]
}
