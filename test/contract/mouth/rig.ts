import type { MouthSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'

/** What a mouth needs around it. */
export interface MouthRig {
  settings: MouthSettings
  /** Those that it needs. */
  accounts: Partial<Accounts>
  vendor: MouthVendor
  close(): Promise<void>
}

/** The other side of its connection. It speaks so slowly that an utterance can be stopped. */
export interface MouthVendor {
  /** How many connections it was asked for. */
  readonly connections: number
  /** How many utterances were begun. */
  readonly begun: number
  /** When it speaks nothing any more, and was told to stop what it had not finished. */
  stopped(): Promise<void>
  /** How connections are met from now on: by nobody for now, or by nobody ever. */
  refuse(how: 'for_now' | 'for_good'): void
  /** The connection breaks when it has sent so much of the next utterance's sound. */
  breakAfter(ms: number): Promise<void>
  /** When the first connection has been closed, from whichever side. */
  closed(): Promise<void>
  /** Sends something that is not in the protocol. */
  garble(): void
}
