import * as z from 'zod'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { keptCallSchema } from '../../convex/model/earlier/call.ts'
import { type Conversation, conversationSchema } from '../call/conversation.ts'
import {
  JOURNAL_VERSION,
  type JournalBatch,
  type JournalEntry,
  readBatch,
} from '../call/journal.ts'
import { addEntry, type CallRecord, newRecord } from '../call/record.ts'
import { logWarning } from '../lib/log.ts'
import { VERSION } from '../lib/version.ts'
import { forgetAll, isForgotten } from './forgetAll.ts'
import { Lines } from './Lines.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

/** What a call starts with, and keeps whatever is edited meanwhile. */
export interface Opening {
  call: Call
  /** `null`: nobody answered. */
  agent: AgentSnapshot | null
  /** Whose call it is at the carrier, where the carrier says so. */
  accountSid?: string | undefined
  /** What it goes on with; absent: with nothing, or that was deleted. */
  earlier?: Conversation | undefined
  /** What stood in the variables' places; `agent` is filled with it. Absent: it has none. */
  variables?: Readonly<Record<string, string>> | undefined
}

/** An opening as it is kept. */
interface KeptOpening extends Opening {
  /** Which release of ours the call began with; 0.1.0 did not write it. */
  release?: string | undefined
}

/** The opening of a call that somebody answered. */
export interface AnsweredOpening extends Opening {
  agent: AgentSnapshot
}

const openingSchema = z.object({
  call: keptCallSchema,
  agent: keptSnapshotSchema.nullable(),
  accountSid: z.string().optional(),
  earlier: conversationSchema.optional(),
  variables: z.record(z.string(), z.string()).optional(),
  release: z.string().optional(),
})

const OPENING = 'opening'

/**
 * How long lines may wait to be written together, in ms: a write costs more than all else, and keeps
 * the thread while the disk works. What leaves in the same moment, `clear` above all, goes before it.
 */
const MOMENT_MS = 20
/** The same for an answer that is still being written: what is lost of it is asked for again. */
const WRITING_MS = 250
/** The same for lines that may be lost with their machine. */
const GATHER_MS = 3_000

export function waitOf(entry: JournalEntry): number {
  switch (entry.kind) {
    // Figures, and turns whose words are still to come.
    case 'usage':
    case 'words_spoken':
    case 'transfer_leg':
    case 'first_word':
    case 'answer':
      return GATHER_MS
    case 'turn':
      return entry.turn.text === '' ? GATHER_MS : MOMENT_MS
    case 'scripted':
      return entry.delta === '' || entry.complete ? MOMENT_MS : WRITING_MS
    case 'answered':
    case 'event':
    case 'unkept':
    case 'told':
    case 'tool_answered':
    case 'moved':
    case 'closing':
    case 'stayed':
    case 'reprompted':
      return MOMENT_MS
    // What a tool does cannot be taken back.
    case 'tool_called':
    case 'handed_off':
    case 'transfer_asked':
    case 'transfer_step':
    case 'transfer_ended':
      return 0
    // Nothing may follow these that would find the object awake.
    case 'parted':
    case 'ended':
    case 'continued':
    case 'carrier_status':
    case 'carrier_price':
      return 0
  }
}

/**
 * Whether nothing leaves the object before this is on disk: how the call ended, before anybody is told;
 * that a tool was called or a person is, before it does what cannot be taken back.
 */
function isConfirmed({ kind }: JournalEntry): boolean {
  return kind === 'ended' || kind === 'tool_called' || kind === 'transfer_asked'
}

const batchOf = (entries: readonly JournalEntry[]): JournalBatch => ({
  version: JOURNAL_VERSION,
  entries,
})

/**
 * The ordered record of one call in the object's storage. What is stored is what happened; the record
 * is folded from it, here and again after a restart.
 */
export class Journal {
  readonly #storage: CallStorage
  readonly #lines: Lines<JournalEntry>
  #opening: KeptOpening | null = null
  #record: CallRecord | null = null

  /** `now`: epoch ms. */
  constructor(storage: CallStorage, now: () => number) {
    this.#storage = storage
    this.#lines = new Lines(storage, { waitOf, isConfirmed, batchOf }, now)
    const stored = storage.kv.get(OPENING)
    if (stored !== undefined) this.#replay(openingSchema.parse(stored))
  }

  /** The record so far; `null` before the call has begun. */
  get record(): CallRecord | null {
    return this.#record
  }

  get opening(): KeptOpening | null {
    return this.#opening
  }

  /** Grows with every line: later records have larger numbers. */
  get revision(): number {
    return this.#lines.length + 1
  }

  open(opening: Opening): void {
    this.#opening = { ...opening, release: VERSION }
    void this.#storage.put(OPENING, this.#opening, UNCONFIRMED)
    this.#record = newRecord(opening.call)
  }

  /** Forgets what was said in the call that this one goes on with. Safe to repeat. */
  forgetEarlier(): void {
    if (!this.#opening?.earlier) return
    const { earlier: _, ...opening } = this.#opening
    void this.#storage.put(OPENING, opening, UNCONFIRMED)
    this.#opening = opening
  }

  append(entry: JournalEntry): void {
    if (!this.#record) return
    this.#record = addEntry(this.#record, entry, this.#lines.length)
    this.#lines.append(entry)
  }

  /** Writes the lines that wait. */
  write(): void {
    this.#lines.write()
  }

  /** Whether the call is over, and nothing else is known of it. */
  get isForgotten(): boolean {
    return isForgotten(this.#storage)
  }

  /** Empties the object's storage, all but that the call is over. Safe to repeat. */
  forget(): true {
    this.#lines.drop()
    this.#opening = null
    this.#record = null
    forgetAll(this.#storage)
    return true
  }

  /** Every line that is stored, oldest first. */
  entries(): JournalEntry[] {
    this.write()
    const model = this.#opening?.call.model ?? ''
    const read = (batch: unknown) => readBatch(batch, model).filter((entry) => entry !== null)
    return this.#lines.stored().flatMap(read)
  }

  #replay(opening: KeptOpening): void {
    this.#opening = opening
    let record = newRecord(opening.call)
    const unreadable = this.#lines.replay(
      (batch) => readBatch(batch, opening.call.model),
      (entry, seq) => (record = addEntry(record, entry, seq)),
    )
    if (unreadable > 0) {
      const { call, release } = opening
      const what = { callSid: call.callSid, lines: unreadable, begunBy: release }
      logWarning('Lines of a journal could not be read.', what)
    }
    this.#record = record
  }
}
