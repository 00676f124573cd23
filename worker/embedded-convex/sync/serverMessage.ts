/** What Convex clients hear on their WebSocket. The types are those of `browser/sync/protocol.ts`. */
import type { JSONValue } from 'convex/values'
import type { Failure } from '../failure.ts'
import { encodeTimestamp } from './timestamp.ts'
import type { StateVersion } from './version.ts'

/** The result of one query, changed or new. Functions here have no log lines for clients. */
export type QueryResult =
  | { type: 'QueryUpdated'; value: JSONValue; logLines: []; journal: string | null }
  | ({ type: 'QueryFailed'; logLines: []; journal: string | null } & Failure)

/**
 * JSON of a `QueryResult` or of `QueryRemoved` with its `queryId`. It is text because a result is
 * written once for all who watch the query.
 */
export type StateModification = string

/** `result`: JSON of an object that has fields. */
export const withQueryId = (result: string, queryId: number): StateModification =>
  `{"queryId":${queryId},${result.slice(1)}`

export interface Transition {
  type: 'Transition'
  startVersion: StateVersion
  endVersion: StateVersion
  modifications: StateModification[]
  /** How far the client's clock is ahead of ours, ms. */
  clientClockSkew: number
  /** Our clock, in ns. */
  serverTs: number
}

type RequestFailed = { success: false; result: string; errorData?: JSONValue; logLines: [] }

export type ServerMessage =
  | Transition
  | ({ type: 'MutationResponse'; requestId: number } & (
      { success: true; result: JSONValue; ts: number; logLines: [] } | RequestFailed
    ))
  | ({ type: 'ActionResponse'; requestId: number } & RequestFailed)
  | { type: 'AuthError'; error: string; baseVersion: number; authUpdateAttempted: boolean }
  | { type: 'FatalError'; error: string }
  | { type: 'Ping' }

/** Small enough for every limit on WebSocket messages on the way, were every character four bytes. */
const MAX_FRAME_LENGTH = 200_000

/** The frames of a message: one, or for a large transition several that the client puts together. */
export function framesOf(message: ServerMessage, transitionId: () => string): string[] {
  const text = textOf(message)
  if (message.type !== 'Transition' || text.length <= MAX_FRAME_LENGTH) return [text]
  const totalParts = Math.ceil(text.length / MAX_FRAME_LENGTH)
  const id = transitionId()
  return Array.from({ length: totalParts }, (_, partNumber) =>
    JSON.stringify({
      type: 'TransitionChunk',
      chunk: text.slice(partNumber * MAX_FRAME_LENGTH, (partNumber + 1) * MAX_FRAME_LENGTH),
      partNumber,
      totalParts,
      transitionId: id,
    }),
  )
}

function textOf(message: ServerMessage): string {
  switch (message.type) {
    case 'Transition': {
      const { startVersion, endVersion, modifications, ...rest } = message
      const versions = {
        startVersion: wireVersion(startVersion),
        endVersion: wireVersion(endVersion),
      }
      const json = JSON.stringify({ ...rest, ...versions })
      return `${json.slice(0, -1)},"modifications":[${modifications.join()}]}`
    }
    case 'MutationResponse':
      return JSON.stringify(
        message.success ? { ...message, ts: encodeTimestamp(message.ts) } : message,
      )
    case 'ActionResponse':
    case 'AuthError':
    case 'FatalError':
    case 'Ping':
      return JSON.stringify(message)
  }
}

const wireVersion = (version: StateVersion) => ({ ...version, ts: encodeTimestamp(version.ts) })
