/** Whoever is at the other end of an outgoing call. */
import type { OutgoingCall } from './outgoing.ts'

export type RingEnd = 'answered' | 'busy' | 'no-answer' | 'failed'

/** What answering machine detection finds out, and when after the answer; times in ms. */
export interface Detection {
  answeredBy: 'human' | 'machine_start' | 'fax' | 'unknown'
  afterMs: number
  /** The end of a machine's greeting. */
  greetingEnd?: { afterMs: number; by: 'beep' | 'silence' | 'other' }
}

export interface Answerer {
  /** Resolves when they have picked up, or will not. Says `call.rings()` where a phone rings. */
  ring(call: OutgoingCall, signal: AbortSignal): Promise<RingEnd>
  readonly detection: Detection
}
