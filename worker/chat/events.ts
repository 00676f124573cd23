import type { PartFailure } from '../call/ports.ts'
import type { Usage } from '../../convex/model/usage.ts'

/** Which attempt at which part of an answer something belongs to: what an earlier one still says is dropped. */
export interface Asking {
  key: string
  attempt: number
}

/** Everything that can happen to a conversation. Names read `<who>.<what>`. */
export type ChatEvent =
  VisitorEvent | BrainEvent | ToolSettled | OperatorEvent | { type: 'clock.tick' } | Restarted

export type VisitorEvent =
  /** `id`: the window's name for the message. */
  | { type: 'visitor.said'; id: string; text: string }
  | { type: 'visitor.stopped' }
  | { type: 'visitor.wants_again' }
  | { type: 'visitor.left' }

export type BrainEvent =
  | ({ type: 'brain.wrote'; delta: string } & Asking)
  | ({ type: 'brain.called'; toolCallId: string; name: string; args: string } & Asking)
  /** What was used is paid for, whoever still waits for it. */
  | { type: 'brain.used'; usage: Usage }
  /** Nothing more comes. `cut`: the vendor cut the answer, for operators. */
  | ({ type: 'brain.done'; cut: string | null } & Asking)
  | ({ type: 'brain.failed'; failure: PartFailure } & Asking)

export interface ToolSettled {
  type: 'tool.settled'
  toolCallId: string
  output: string
}

export type OperatorEvent =
  | { type: 'operator.took'; name: string }
  /** `id`: said again, it is the same message. */
  | { type: 'operator.said'; name: string; id: string; text: string }
  | { type: 'operator.released'; name: string }
  | { type: 'operator.ended'; name: string }

/** The object has lost its memory: nobody asks the brain any more, and no tool runs. */
export interface Restarted {
  type: 'restarted'
}

/** What the shell must do. What windows are shown follows from the lines: see `shown`. */
export type ChatEffect =
  /** Ask for the answer that is being written. `waitMs`: after so long. */
  | ({ type: 'brain.ask'; waitMs: number } & Asking)
  /** Nobody waits for it any more. */
  | { type: 'brain.stop' }
  | { type: 'tool.run'; toolCallId: string; name: string; args: string }
  | { type: 'tool.stop'; toolCallId: string }

/** What was asked for is not done: one sentence for people. */
export interface Refused {
  error: string
  retryAfterSec?: number
}
