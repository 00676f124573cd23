import * as z from 'zod'
import { type AgentSnapshot, agentSnapshotSchema } from '../../convex/model/agent.ts'
import { type Call, callSchema } from '../../convex/model/call.ts'
import type { JournalEntry } from '../call/events.ts'
import { addEntry, type CallRecord } from '../call/record.ts'
import { UNCONFIRMED } from './unconfirmed.ts'

/** What a call starts with, and keeps whatever is edited meanwhile. */
export interface Opening {
  call: Call
  agent: AgentSnapshot
}

const openingSchema = z.object({ call: callSchema, agent: agentSnapshotSchema })

const OPENING = 'opening'
const ENTRY = 'entry:'

/** Keys of a fixed width stand in the order of their numbers. */
function keyOf(seq: number): string {
  return ENTRY + String(seq).padStart(8, '0')
}

/**
 * The ordered record of one call in the object's storage. What is stored is what happened; the record
 * is folded from it, here and again after a restart.
 */
export class Journal {
  readonly #storage: DurableObjectStorage
  #opening: Opening | null = null
  #record: CallRecord | null = null
  #length = 0

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    const stored = storage.kv.get(OPENING)
    if (stored !== undefined) this.#replay(openingSchema.parse(stored))
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
    void this.#storage.put(OPENING, opening, UNCONFIRMED)
    this.#opening = opening
    this.#record = { call: opening.call, turns: [], events: [] }
  }

  append(entry: JournalEntry): void {
    if (!this.#record) return
    const seq = this.#length++
    // How the call ended is on disk before anybody is told.
    void this.#storage.put(keyOf(seq), entry, entry.kind === 'ended' ? {} : UNCONFIRMED)
    this.#record = addEntry(this.#record, entry, seq)
  }

  #replay(opening: Opening): void {
    this.#opening = opening
    let record: CallRecord = { call: opening.call, turns: [], events: [] }
    for (const [, entry] of this.#storage.kv.list<JournalEntry>({ prefix: ENTRY })) {
      record = addEntry(record, entry, this.#length++)
    }
    this.#record = record
  }
}
