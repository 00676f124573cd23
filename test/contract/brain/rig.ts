import type { BrainSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../worker/accounts.ts'
import type { BrainAnswer, Exchange, TextFault } from '../../simulators/openai/index.ts'

/** What a brain needs around it. */
export interface BrainRig {
  settings: BrainSettings
  /** Those that it needs. */
  accounts: Partial<Accounts>
  /** By their references. */
  secrets: Record<string, string>
  /** The `host:port` where whoever is asked listens. */
  place: string
  /** As usage names whoever is asked. */
  vendorName: string
  vendor: BrainVendor
  close(): Promise<void>
}

/** The other side. */
export interface BrainVendor {
  /** What it answers next, one each. */
  script(...answers: BrainAnswer[]): void
  /** What goes wrong with the next request. */
  fault(fault: TextFault): void
  /** The oldest request that was not yet given out, or the next that comes. */
  nextExchange(): Promise<Exchange>
  /** How many requests have come. */
  readonly requests: number
}
