/** A conversation that the line cut off, and how it is handed on to the call that goes on with it. */
import * as z from 'zod'
import { type History, type HistoryItem, historyItemSchema, remember, told } from './history.ts'
import type { JournalEntry } from './journal.ts'

export const conversationSchema = z.object({
  /** What was heard, oldest first, in this call and in those that it went on with. */
  history: z.array(historyItemSchema),
  /** When its line broke, or was found to be broken, epoch ms. */
  brokeAt: z.number(),
})
export type Conversation = z.infer<typeof conversationSchema>

/** A call as far as it matters to the next one of its caller. */
export interface BrokenCall {
  /** Its journal. */
  entries: readonly JournalEntry[]
  /** Epoch ms. */
  startedAt: number
  /** What it went on with itself; `null`: with none. */
  earlier: Conversation | null
  /** It has not ended, and its line is broken now. */
  isBroken: boolean
  /** What an engine is told in the place of a tool's output that never came. */
  toolOutcomeUnknown: string
}

/**
 * What the caller's next call goes on with; `null`: the line did not break, a goodbye was said, or the
 * caller never said anything. A call that was never answered hands on what it was given.
 */
export function handedOn(call: BrokenCall, now: number): Conversation | null {
  const { earlier, startedAt, toolOutcomeUnknown } = call
  const facts = call.entries.reduce((known, entry) => addFact(known, entry, startedAt), UNKNOWN)
  const { ended, isAnswered, isClosing, history } = facts
  if (ended && !isAnswered) return earlier
  const broke = ended ? ended.lineBroke === true : call.isBroken
  if (!broke || !isAnswered || isClosing) return null
  const said = [...(earlier?.history ?? []), ...answeredTools(told(history), toolOutcomeUnknown)]
  if (!said.some(({ kind }) => kind === 'caller' || kind === 'told')) return null
  return { history: lastOf(said), brokeAt: ended?.at ?? now }
}

interface Facts {
  history: History
  isAnswered: boolean
  /** A goodbye was asked for, and nobody has spoken into it. */
  isClosing: boolean
  ended: Extract<JournalEntry, { kind: 'ended' }> | null
}

const UNKNOWN: Facts = { history: [], isAnswered: false, isClosing: false, ended: null }

function addFact(before: Facts, entry: JournalEntry, startedAt: number): Facts {
  switch (entry.kind) {
    case 'answered':
      return { ...before, isAnswered: true }
    case 'closing':
      return { ...before, isClosing: true }
    case 'stayed':
      return { ...before, isClosing: false }
    case 'ended':
      return { ...before, ended: before.ended ?? entry }
    default:
      return { ...before, history: remember(before.history, entry, startedAt) }
  }
}

/** A model refuses a conversation in which a tool was called and never answered. */
function answeredTools(items: readonly HistoryItem[], output: string): HistoryItem[] {
  const answered = new Set(
    items.map((item) => (item.kind === 'tool_answered' ? item.toolCallId : null)),
  )
  return items.flatMap((item) =>
    item.kind === 'tool_called' && !answered.has(item.toolCallId)
      ? [item, { kind: 'tool_answered', toolCallId: item.toolCallId, output }]
      : [item],
  )
}

/** The most that is handed on, in characters of JSON: an object's key holds 2 MiB. */
const LONGEST = 200_000

/** The end of what was said. A tool's answer goes with its call. */
function lastOf(items: readonly HistoryItem[]): HistoryItem[] {
  let left = LONGEST
  const first = items.findLastIndex((item) => (left -= JSON.stringify(item).length) < 0) + 1
  const kept = items.slice(first)
  const called = new Set(kept.map((item) => (item.kind === 'tool_called' ? item.toolCallId : null)))
  return kept.filter((item) => item.kind !== 'tool_answered' || called.has(item.toolCallId))
}
