import type { EarsSettings, VadSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'

/** What ears need around them. */
export interface EarsRig {
  settings: EarsSettings
  /** Our own VAD, beside them. */
  vad: VadSettings
  /** Those that they need. */
  accounts: Partial<Accounts>
  vendor: EarsVendor
  close(): Promise<void>
}

/** The other side of their connection. It takes the hum of `sound` for speech. */
export interface EarsVendor {
  /** How many connections it was asked for. */
  readonly connections: number
  /** How much of the caller's audio has come, over all connections; ms. */
  heardMs(): number
  /** How the next turn is understood, and with every further call the one after it. */
  understand(text: string): void
  /** How connections are met from now on: by nobody for now, or by nobody ever. */
  refuse(how: 'for_now' | 'for_good'): void
  /** Lets the next connection wait for a moment. */
  hold(): void
  /** Breaks the connection without a word. */
  breakOff(): void
  /** When the first connection has been closed, from whichever side. */
  closed(): Promise<void>
  /** Sends something that is not in the protocol. */
  garble(): void
}
