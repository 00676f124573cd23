/**
 * The answers to mutations of connected clients. A client that lost its connection cannot know whether
 * its mutation was done, so it sends it again; it then gets the answer that is kept here.
 */
import { convexToJson, jsonToConvex, type Value } from 'convex/values'
import * as z from 'zod'

/** What a client calls a mutation: unique within its session, which is a UUID that only it knows. */
export interface RequestKey {
  sessionId: string
  requestId: number
}

export interface Answer {
  value: Value
  /** When the mutation was committed, as `CommitClock` counts. */
  ts: number
}

/** A tab that slept for longer than this sends its mutation to no avail or, at worst, twice. */
const KEPT_FOR = 7 * 86_400_000_000

const answerRow = z.object({ value: z.string(), ts: z.int() })

export class AnsweredRequests {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(
      'CREATE TABLE IF NOT EXISTS answers (sessionId TEXT, requestId INTEGER, ts INTEGER, value TEXT, PRIMARY KEY (sessionId, requestId)) WITHOUT ROWID',
    )
    sql.exec('CREATE INDEX IF NOT EXISTS answers_by_ts ON answers (ts)')
  }

  find({ sessionId, requestId }: RequestKey): Answer | null {
    const [row] = this.#sql
      .exec(
        'SELECT value, ts FROM answers WHERE sessionId = ? AND requestId = ?',
        sessionId,
        requestId,
      )
      .toArray()
    if (!row) return null
    const { value, ts } = answerRow.parse(row)
    return { value: jsonToConvex(JSON.parse(value)), ts }
  }

  /** To be called within the mutation's transaction. */
  keep({ sessionId, requestId }: RequestKey, { value, ts }: Answer): void {
    this.#sql.exec('DELETE FROM answers WHERE ts < ?', ts - KEPT_FOR)
    this.#sql.exec(
      'INSERT INTO answers (sessionId, requestId, ts, value) VALUES (?, ?, ?, ?)',
      sessionId,
      requestId,
      ts,
      JSON.stringify(convexToJson(value)),
    )
  }
}
