import * as z from 'zod'
import { callEventSchema, endReasonSchema, turnSchema } from '../../convex/model/call.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { moneySchema } from '../../convex/model/cost.ts'
import { upcastLine } from '../../convex/model/earlier/call.ts'
import {
  destinationSchema,
  TRANSFER_ASKED_BY,
  TRANSFER_STEPS,
  transferOutcomeSchema,
} from '../../convex/model/transfer.ts'
import { usageSchema } from '../../convex/model/usage.ts'

/** Lines of version 1 tell of no order: each stands as it came. */
const LAST = 99

/**
 * The lines of a call's journal: what happened, in order, and all that is kept of it. Three folds read
 * them: `record` (what operators see), `rebuild` (the state to go on with), `history` (what an engine
 * is told). Times are epoch ms.
 */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  /** The line opened for the first time. */
  z.object({ kind: z.literal('answered'), at: z.number() }),
  /** Upserts by `itemId`. */
  z.object({ kind: z.literal('turn'), turn: turnSchema.omit({ callSid: true }) }),
  /** A message of the caller's that was not spoken. */
  z.object({ kind: z.literal('told'), at: z.number(), text: z.string() }),
  /** Written before the tool runs, as what a tool does cannot be taken back. */
  z.object({
    kind: z.literal('tool_called'),
    at: z.number(),
    toolCallId: z.string(),
    name: z.string(),
    args: z.string(),
    /** The agent had said that it would, and was made to. */
    asked: z.literal('promise').optional(),
  }),
  z.object({
    kind: z.literal('tool_answered'),
    at: z.number(),
    toolCallId: z.string(),
    output: z.string(),
  }),
  /** The caller was handed to a person (`away`), or came back (`back`). */
  z.object({ kind: z.literal('moved'), at: z.number(), to: z.enum(['away', 'back']) }),
  /** An attempt to put the caller through: written before the person is called. */
  z.object({
    kind: z.literal('transfer_asked'),
    at: z.number(),
    attempt: z.number(),
    to: destinationSchema,
    summary: z.string(),
    askedBy: z.enum(TRANSFER_ASKED_BY),
  }),
  /** How far it is. */
  z.object({
    kind: z.literal('transfer_step'),
    at: z.number(),
    attempt: z.number(),
    step: z.enum(TRANSFER_STEPS),
    /** With `called`: the carrier's name for the person's side of the line. */
    legId: z.string().optional(),
  }),
  z.object({
    kind: z.literal('transfer_ended'),
    at: z.number(),
    attempt: z.number(),
    outcome: transferOutcomeSchema,
    /** For operators. */
    detail: z.string().nullable(),
  }),
  /** The carrier's figures of the person's side of the line, when it tells them. */
  z.object({
    kind: z.literal('transfer_leg'),
    attempt: z.number(),
    durationSec: z.number().nullable(),
    price: moneySchema.nullable(),
  }),
  /** The agent has said that it does what this tool does, and never called it. */
  z.object({ kind: z.literal('unkept'), at: z.number(), tool: z.string() }),
  /** Another agent took the call over, with what was heard. */
  z.object({ kind: z.literal('handed_off'), at: z.number(), agent: keptSnapshotSchema }),
  /** The call is to end once its goodbye was heard. */
  z.object({ kind: z.literal('closing'), at: z.number(), reason: endReasonSchema }),
  /** The caller hung up; what they said last may still come. */
  z.object({ kind: z.literal('parted'), at: z.number() }),
  /** The caller spoke into the goodbye: it goes on after all. */
  z.object({ kind: z.literal('stayed'), at: z.number() }),
  /** The agent asks whether the caller is still there. */
  z.object({ kind: z.literal('reprompted'), at: z.number() }),
  /** More of what an item is to say: see `engine.scripted`. */
  z.object({
    kind: z.literal('scripted'),
    at: z.number(),
    itemId: z.string(),
    key: z.string(),
    attempt: z.number(),
    delta: z.string(),
    complete: z.boolean(),
  }),
  /** For people alone: nothing is rebuilt from it. */
  z.object({
    kind: z.literal('event'),
    at: z.number(),
    event: callEventSchema.pick({ kind: true, summary: true, detail: true }),
  }),
  z.object({ kind: z.literal('usage'), usage: usageSchema }),
  z.object({ kind: z.literal('first_word'), ms: z.number() }),
  z.object({ kind: z.literal('answer'), ms: z.number() }),
  z.object({
    kind: z.literal('ended'),
    at: z.number(),
    reason: endReasonSchema,
    failure: z.string().nullable(),
    /** The line had broken, or the carrier gave it up: nobody had hung up on anybody. */
    lineBroke: z.literal(true).optional(),
  }),
  /** The caller called again, and that call (`by`: its id) goes on with the conversation. */
  z.object({ kind: z.literal('continued'), by: z.string() }),
  z.object({
    kind: z.literal('carrier_status'),
    status: z.string(),
    /** How far along the call is by the carrier's states: a later one is larger. */
    order: z.number().default(LAST),
    durationSec: z.number().nullable(),
  }),
  z.object({ kind: z.literal('carrier_price'), price: moneySchema }),
])
export type JournalEntry = z.infer<typeof journalEntrySchema>

/** A turn as the journal has it: the call that it belongs to is known. */
export type JournalTurn = Extract<JournalEntry, { kind: 'turn' }>['turn']

/** The version of the lines that are written now. */
export const JOURNAL_VERSION = 2

/**
 * Lines that were written together. Version 1 had no envelope, and its tool calls no ids. A later one
 * keeps the envelope: what a line of this release means, its line of that kind means, too.
 */
const batchSchema = z.union([
  z.object({ version: z.number(), entries: z.array(z.unknown()) }),
  z.array(z.unknown()).transform((entries) => ({ version: 1, entries })),
])
export type JournalBatch = { version: typeof JOURNAL_VERSION; entries: readonly JournalEntry[] }

/**
 * Reads what was stored; `null` stands for a line that cannot be read, for example because a newer
 * release wrote it. `model` is the call's: lines of the release before did not
 * name the model whose tokens they count.
 */
export function readBatch(stored: unknown, model: string): (JournalEntry | null)[] {
  const batch = batchSchema.safeParse(stored).data
  if (!batch) return [null]
  return batch.entries.map(
    (entry) => journalEntrySchema.safeParse(upcastLine(entry, model)).data ?? null,
  )
}
