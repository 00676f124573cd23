import * as z from 'zod'
import { chatEndReasonSchema } from '../../convex/model/chat.ts'
import { usageSchema } from '../../convex/model/usage.ts'

/** Of a message: orders and identifies it within the conversation. */
const seq = z.number().int().min(0)
/** Epoch ms. */
const at = z.number()

/**
 * The lines of a conversation's journal: what happened, in order, and all that is kept of it. `evolve` makes
 * the conversation of them, which is told to windows, operators and brains.
 */
const chatLineSchema = z.discriminatedUnion('kind', [
  /** The visitor. `clientId`: their window's name for it, and for nothing else. */
  z.object({ kind: z.literal('said'), at, seq, clientId: z.string(), text: z.string() }),
  /** Whole at once: the greeting, what a person wrote, or a line for the reader. */
  z.object({
    kind: z.literal('spoke'),
    at,
    seq,
    role: z.enum(['agent', 'person', 'note']),
    author: z.string(),
    text: z.string(),
    clientId: z.string().default(''),
  }),
  /**
   * The brain is asked, before it is. `base`: which answer it is; `key`: which part of it, as tools cut
   * answers into parts; `to`: the last message of the visitor's that it answers.
   */
  z.object({
    kind: z.literal('asked'),
    at,
    base: z.string(),
    key: z.string(),
    attempt: z.number(),
    to: z.number(),
    supersedes: z.string().nullable().default(null),
  }),
  /** An attempt has failed, and another one is made. `cause` is for operators. */
  z.object({ kind: z.literal('troubled'), at, cause: z.string() }),
  /** More words of the answer. The first ones make the message. */
  z.object({ kind: z.literal('wrote'), at, seq, delta: z.string() }),
  /** No more words come. `sentence`: stands in the place of words that never came. */
  z.object({
    kind: z.literal('closed'),
    at,
    seq,
    state: z.enum(['complete', 'stopped', 'failed']),
    sentence: z.string().optional(),
  }),
  /** Written before the tool runs, as what a tool does cannot be taken back. */
  z.object({
    kind: z.literal('tool_called'),
    at,
    seq,
    toolCallId: z.string(),
    name: z.string(),
    args: z.string(),
  }),
  z.object({ kind: z.literal('tool_answered'), at, toolCallId: z.string(), output: z.string() }),
  /** The brain has nothing to add to this part of its answer. */
  z.object({ kind: z.literal('part_done'), at }),
  /** The answer is over. `to`: what the visitor said up to there needs no other. */
  z.object({
    kind: z.literal('answered'),
    at,
    to: z.number(),
    how: z.enum(['complete', 'stopped', 'failed']),
    failure: z.string().nullable(),
  }),
  /** Messages that are written anew. */
  z.object({ kind: z.literal('removed'), at, seqs: z.array(z.number()) }),
  z.object({ kind: z.literal('used'), usage: usageSchema }),
  /** A person goes on. `waits`: one was asked for, and is not here yet. */
  z.object({ kind: z.literal('handed_over'), at, waits: z.boolean() }),
  z.object({ kind: z.literal('released'), at }),
  z.object({
    kind: z.literal('ended'),
    at,
    reason: chatEndReasonSchema,
    failure: z.string().nullable(),
  }),
])
export type ChatLine = z.infer<typeof chatLineSchema>

/** The version of the lines that are written now. */
export const CHAT_JOURNAL_VERSION = 1

const batchSchema = z.object({ version: z.number(), lines: z.array(z.unknown()) })
export type ChatBatch = { version: typeof CHAT_JOURNAL_VERSION; lines: readonly ChatLine[] }

/**
 * Reads what was stored. `null` stands for a line that cannot be read, for example because a newer release
 * wrote it.
 */
export function readChatBatch(stored: unknown): (ChatLine | null)[] {
  const batch = batchSchema.safeParse(stored).data
  if (!batch) return [null]
  return batch.lines.map((line) => chatLineSchema.safeParse(line).data ?? null)
}
