import * as z from 'zod'
import { type AgentSnapshot, agentSnapshotSchema } from '../../convex/model/agent.ts'
import { type Call, callSchema } from '../../convex/model/call.ts'
import { addEntry, type CallRecord } from '../call/record.ts'
import type { JournalEntry } from '../call/events.ts'

/** What a call starts with, and keeps whatever is edited meanwhile. */
export interface Opening {
  call: Call
  agent: AgentSnapshot
}

const openingSchema = z.object({ call: callSchema, agent: agentSnapshotSchema })

/**
 * The ordered record of one call in the object's SQLite. What is stored is what happened; the record
 * is folded from it, here and again after a restart.
 */
export class Journal {
  readonly #storage: DurableObjectStorage
  #opening: Opening | null
  #record: CallRecord | null = null
  #length = 0

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL)',
    )
    const stored = storage.kv.get('opening')
    this.#opening = stored === undefined ? null : openingSchema.parse(stored)
    if (this.#opening) this.#replay(this.#opening)
  }

  /** The record so far; `null` before the call has begun. */
  get record(): CallRecord | null {
    return this.#record
  }

  get opening(): Opening | null {
    return this.#opening
  }

  /** Grows with every line: later records have larger numbers. */
  get revision(): number {
    return this.#length + 1
  }

  open(opening: Opening): void {
    this.#storage.kv.put('opening', opening)
    this.#opening = opening
    this.#record = { call: opening.call, turns: [], events: [] }
  }

  append(entry: JournalEntry): void {
    if (!this.#record) return
    const seq = this.#length++
    this.#storage.sql.exec(
      'INSERT INTO journal (seq, entry) VALUES (?, ?)',
      seq,
      JSON.stringify(entry),
    )
    this.#record = addEntry(this.#record, entry, seq)
  }

  #replay({ call }: Opening): void {
    let record: CallRecord = { call, turns: [], events: [] }
    for (const row of this.#storage.sql.exec<{ seq: number; entry: string }>(
      'SELECT seq, entry FROM journal ORDER BY seq',
    )) {
      const entry: JournalEntry = JSON.parse(row.entry)
      record = addEntry(record, entry, row.seq)
      this.#length = row.seq + 1
    }
    this.#record = record
  }
}
