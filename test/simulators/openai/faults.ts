/** What can go wrong on purpose. */
import type { AudioFormat } from './sessionConfig.ts'

/** Something wrong with a session that is open. */
export type Fault = SocketFault | ModelFault

/** Something wrong on the way to the client. */
export type SocketFault =
  /** The socket breaks without a closing handshake: now, later, or once a response has sent so much sound. */
  | { kind: 'drop'; afterMs?: number; midResponseMs?: number }
  /** The service closes the socket, with this code. */
  | { kind: 'close'; code: number }
  /** Reads everything and never answers again. */
  | { kind: 'silent' }
  /** The socket stays open, and nobody is behind it: nothing is read, no ping is answered. */
  | { kind: 'half_open' }
  /** Every event leaves so much later. */
  | { kind: 'slow'; delayMs: number }
  /** The same error, once or a whole flood of it. */
  | {
      kind: 'error'
      code: string
      message?: string
      errorType?: string
      param?: string
      times?: number
    }
  /** The longest session is over: an error, then the socket closes. */
  | { kind: 'expire' }
  /** A frame that is no JSON. */
  | { kind: 'malformed' }
  /** An event that no client knows. */
  | { kind: 'unknown_event'; type?: string }

/** Something wrong with what the model does. */
export type ModelFault =
  /** The next response ends as failed. */
  | { kind: 'fail_response'; code?: string; message?: string; errorType?: string }
  /** The next requests for a response are answered by an error instead of a response. */
  | {
      kind: 'refuse_response'
      code?: string | null
      message?: string
      errorType?: string
      times?: number
    }
  /** For so long every response fails, and tells when to try again. */
  | { kind: 'rate_limit'; forMs: number }
  /** The next response is not what a client expects. */
  | { kind: 'odd_response'; how: OddResponse }
  /** The next transcript of the caller's speech cannot be had. */
  | { kind: 'fail_transcription'; code?: string; message?: string }
  /** The next transcript of the caller's speech is this, whatever they said. */
  | { kind: 'transcript'; text: string }
  /** Settings are taken, and never confirmed. */
  | { kind: 'unconfirmed' }
  /** Whatever is asked for, the model speaks in this format, and says so. */
  | { kind: 'other_format'; format: AudioFormat['type'] }

/** Ways in which a response may be odd, though the service calls it none. */
export interface OddResponse {
  /** Completed, with nothing in it. */
  empty?: boolean
  /** Says this in place of what it was told to say. */
  instead?: string
  /** Written where it should have been spoken. */
  textOnly?: boolean
  /** Incomplete: it ends once so much sound was sent. */
  breakOffMs?: number
  /** A piece of sound without any comes first. */
  emptyDelta?: boolean
  /** A function's name stands only where its item was added, not where its arguments are done. */
  namelessCalls?: boolean
  /** Tokens from the cache are counted, and not split into text and audio. */
  unsplitUsage?: boolean
}

/** How the next connections are met. */
export interface ConnectionPlan {
  /** Answer the handshake with this HTTP status instead. */
  refuse?: number
  /** What a refusal's `Retry-After` says. */
  retryAfterSec?: number
  /** Keep the handshake waiting. */
  openDelayMs?: number
  /** Faults of the session, from its first event on. */
  faults?: Fault[]
}

export interface ResponseFailure {
  type: string
  code: string
  message: string
}
