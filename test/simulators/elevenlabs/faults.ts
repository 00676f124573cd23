/** What can go wrong on purpose. */

/** Something wrong with a socket that is open. */
export type Fault =
  /** The socket breaks without a closing handshake. */
  | { kind: 'drop' }
  /** The service closes the socket; without a code, as it does at times, the client sees 1005. */
  | { kind: 'close'; code?: number; reason?: string }
  /** Reads everything and never answers again. */
  | { kind: 'silent' }
  /** An error of this type, and the socket closes after it unless it `stays`. */
  | { kind: 'error'; type: string; message?: string; stays?: boolean }
  /** A frame that is no JSON. */
  | { kind: 'malformed' }
  /** A message that no client knows. */
  | { kind: 'unknown_message' }
  /** Ears only: something that the client should know, and need not. */
  | { kind: 'warning'; message: string }
  /** Mouths only: the socket breaks when so much sound of the next utterance was sent. */
  | { kind: 'drop_after_sound'; ms: number }

/** How a connection is met. */
export interface ConnectionPlan {
  /** Refuse it with this status, */
  refuse?: number
  /** this name of the error, */
  status?: string
  /** and when to come again. */
  retryAfterSec?: number
  /** What is between answers 200 and a page instead of a socket. */
  page?: boolean
  /** Keep it waiting. */
  openDelayMs?: number
  /** Done to the socket as soon as it is open. */
  faults?: readonly Fault[]
}
