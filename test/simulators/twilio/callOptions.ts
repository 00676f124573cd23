import type { LineOptions } from './line/lineOptions.ts'
import type { Network } from './network.ts'
import type { StatusDelivery, StatusEvent } from './statusCallbacks.ts'

export interface CallOptions {
  /** The dialled number, E.164. */
  to: string
  from?: string
  /** Addresses; a path is taken at the customer's public origin. */
  voiceUrl?: string
  /** `null`: none is configured. */
  fallbackUrl?: string | null
  statusUrl?: string | null
  /** Twilio reports only `completed` for a number's incoming calls. */
  statusEvents?: readonly StatusEvent[]
  statusDelivery?: StatusDelivery
  /** From the TwiML to the WebSocket handshake; the real one takes about 150 ms. */
  streamOpenDelayMs?: number
  /** What the media stream goes through; nothing if left out. */
  network?: Network
  /** What is between the caller and Twilio: echo, noise, lost and late frames; nothing if left out. */
  line?: LineOptions
  /** Send no frames while the caller is silent. `timestamp` keeps running. */
  dtx?: boolean
  /** Keep both legs' audio. Off saves memory and time in a load test. */
  capture?: boolean
  /**
   * What becomes of a `<Dial>` of a number, whoever has it. If nothing is said of it, neither here nor by
   * a person's script, it is answered and hung up at once.
   */
  dial?: (number: string) => DialOutcome
}

export interface DialOutcome {
  status: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'
  /** How long the verb takes. */
  durationMs?: number
}

export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'

export interface CallOutcome {
  status: CallStatus
  durationSec: number
  /** `customer`: its TwiML ran out or hung up, or its API call did. `person`: whoever was rung. */
  endedBy: 'caller' | 'person' | 'customer'
}
