import { DurableObject } from 'cloudflare:workers'
import * as z from 'zod'
import { type AgentSnapshot, agentSnapshotSchema } from '../../convex/model/agent.ts'

/** There is one directory for all calls. */
export const DIRECTORY_NAME = 'main'

/** No call is longer than an hour: what is older was never taken off the list. */
const STALE_MS = 70 * 60_000

/**
 * The one list of the calls that run now, for the concurrency limit and `/health`; and the last good
 * answer to “who answers this number?”, for when the data layer does not answer in time.
 */
export class CallDirectory extends DurableObject {
  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env)
    const { sql } = ctx.storage
    sql.exec('CREATE TABLE IF NOT EXISTS calls (callSid TEXT PRIMARY KEY, since INTEGER NOT NULL)')
    sql.exec(
      'CREATE TABLE IF NOT EXISTS answers (phoneNumber TEXT PRIMARY KEY, agent TEXT NOT NULL)',
    )
  }

  /** Puts a call on the list; `false` when the list is full. A call that is on it stays. */
  admit(callSid: string, limit: number): boolean {
    const known = this.ctx.storage.sql.exec('SELECT 1 FROM calls WHERE callSid = ?', callSid)
    if (known.toArray().length > 0) return true
    if (this.count() >= limit) return false
    this.ctx.storage.sql.exec('INSERT INTO calls VALUES (?, ?)', callSid, Date.now())
    return true
  }

  release(callSid: string): void {
    this.ctx.storage.sql.exec('DELETE FROM calls WHERE callSid = ?', callSid)
  }

  /** How many calls run now. */
  count(): number {
    const { sql } = this.ctx.storage
    sql.exec('DELETE FROM calls WHERE since < ?', Date.now() - STALE_MS)
    return sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM calls').one().n
  }

  /** Keeps the last good answer for a number; `null`: nobody answers it. */
  remember(phoneNumber: string, agent: AgentSnapshot | null): void {
    const { sql } = this.ctx.storage
    const json = JSON.stringify(agent)
    const known = sql.exec(
      'SELECT 1 FROM answers WHERE phoneNumber = ? AND agent = ?',
      phoneNumber,
      json,
    )
    if (known.toArray().length > 0) return
    sql.exec('INSERT OR REPLACE INTO answers VALUES (?, ?)', phoneNumber, json)
  }

  /** The last good answer for a number; `undefined` when there never was one. */
  recall(phoneNumber: string): AgentSnapshot | null | undefined {
    const query = 'SELECT agent FROM answers WHERE phoneNumber = ?'
    const [row] = this.ctx.storage.sql.exec<{ agent: string }>(query, phoneNumber).toArray()
    if (!row) return undefined
    return z
      .string()
      .transform((json) => JSON.parse(json))
      .pipe(agentSnapshotSchema.nullable())
      .parse(row.agent)
  }
}
