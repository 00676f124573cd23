import type { JournalEntry } from '../call/journal.ts'
import { logWarning } from '../lib/log.ts'

export type Leg = 'carrier' | 'engine'

/** Counts the messages that could not be read: each is dropped, and the call goes on. */
export class Unreadable {
  readonly #counts: Record<Leg, number> = { carrier: 0, engine: 0 }

  add(leg: Leg, callSid: string | undefined, error: unknown): void {
    this.#counts[leg] += 1
    const kind = error instanceof Error ? error.name : 'unknown'
    logWarning('Dropped a message that could not be read.', { callSid, leg, kind })
  }

  /** What the record says of them, at the end of the call. */
  entries(at: number): JournalEntry[] {
    return [
      ...this.#entry('carrier', 'carrier_error', at),
      ...this.#entry('engine', 'engine_error', at),
    ]
  }

  #entry(leg: Leg, kind: 'carrier_error' | 'engine_error', at: number): JournalEntry[] {
    const count = this.#counts[leg]
    if (count === 0) return []
    const summary = `${count} message${count === 1 ? '' : 's'} could not be read and ${count === 1 ? 'was' : 'were'} dropped`
    return [{ kind: 'event', at, event: { kind, summary, detail: null } }]
  }
}
