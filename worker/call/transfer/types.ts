import type { Destination } from '../../../convex/model/destination.ts'
import type { TransferOutcome } from '../../../convex/model/transfer.ts'

/** An attempt to put the caller through to a person, while it lasts. */
export interface Transfer {
  attempt: number
  to: Destination
  /** What the person hears of the call. */
  summary: string
  askedBy: 'agent' | 'operator' | 'control'
  /** Epoch ms; after a restart, when the attempt was taken up again. */
  askedAt: number
  /** The carrier's name for the person's side of the line; `null`: it has told none yet. */
  legId: string | null
  /** They are in the room where the caller is to come. */
  joined: boolean
  stage: TransferStage
  /** Also where it costs far more than other calls. Forgotten in a restart: then it is not done. */
  confirmed?: true
}

export type TransferStage =
  /** The carrier was asked to ring them. */
  | { name: 'calling'; since: number }
  | { name: 'ringing'; since: number }
  /** The network was asked to send the caller on; they are gone in a moment, or it does not. */
  | { name: 'referred'; since: number }
  /** They picked up, and are to accept; or it is found out whether they are a machine. */
  | { name: 'answered'; since: number }
  /** They accepted, and are on their way to the room. */
  | { name: 'accepted'; since: number }
  /** They are there, and the carrier was asked to bring the caller. */
  | { name: 'moving'; since: number }
  /** The two talk: the line is `away`. */
  | { name: 'connected'; since: number }

/** An attempt that is over, as what comes of it later must be known. */
export interface PastTransfer {
  attempt: number
  to: Destination
  outcome: TransferOutcome
  legId: string | null
  /**
   * The person's side of the line: `gone`; `let_go`, by its name; or `unknown`, as the carrier had not named
   * it by then: the first sign of it lets it go once more.
   */
  leg: 'gone' | 'let_go' | 'unknown'
  /**
   * When the carrier was asked to bring the caller, who may still arrive where nobody is, epoch ms; `null`: it
   * was not, or they have arrived.
   */
  movedAt: number | null
}

/** A person who has left the caller alone: the carrier is about to ask what comes next. */
export interface PersonLeft {
  /** Epoch ms. */
  at: number
  /** Who it was, as operators see it; `null`: the caller found nobody. */
  who: string | null
  /** What becomes of the caller. */
  afterwards: Destination['afterwards']
}

/** Why nobody is called. */
export type TransferRefusal =
  /** One attempt is under way. */
  | 'under_way'
  /** There were as many as may be. */
  | 'too_often'
  /** The caller is not on the line, or the call is about to end. */
  | 'not_now'
