/** What can go wrong on purpose. */

/** Something wrong with a session that is open. */
export type Fault =
  /** The socket breaks without a closing handshake: now, later, or once a response has sent so much sound. */
  | { kind: 'drop'; afterMs?: number; midResponseMs?: number }
  /** Reads everything and never answers again. */
  | { kind: 'silent' }
  /** Every event leaves so much later. */
  | { kind: 'slow'; delayMs: number }
  | { kind: 'error'; code: string; message?: string; errorType?: string; param?: string }
  /** The next response ends as failed. */
  | { kind: 'fail_response'; code?: string; message?: string; errorType?: string }
  /** The longest session is over: an error, then the socket closes. */
  | { kind: 'expire' }
  /** A frame that is no JSON. */
  | { kind: 'malformed' }
  /** An event that no client knows. */
  | { kind: 'unknown_event'; type?: string }

/** How the next connections are met. */
export interface ConnectionPlan {
  /** Answer the handshake with this HTTP status instead. */
  refuse?: number
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
