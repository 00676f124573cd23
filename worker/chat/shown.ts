/** What windows are told. */
import type { ChatServerMessage, VisibleMessage } from '../../convex/model/chat.ts'
import type { ChatLine } from './journal.ts'
import type { ChatState, Message } from './state.ts'

/** A message as visitors see it; `null`: they do not. */
export function visible({
  role,
  isOurs: _,
  detail: __,
  ...message
}: Message): VisibleMessage | null {
  return role === 'tool' ? null : { ...message, role }
}

/**
 * What a window has not whose last whole message is `after`. An answer that was being written when that one
 * came may have been broken off before it.
 */
export function opened(state: ChatState, after: number): ChatServerMessage {
  const messages = state.messages
    .filter(({ wholeAt }) => wholeAt > after)
    .map(visible)
    .filter((message) => message !== null)
  // A window may show the beginning of one that it never had whole.
  return { type: 'opened', status: state.status, messages, gone: [...state.gone] }
}

/** What open windows are told of lines that were written; `state`: after the last one. */
export function shown(
  lines: readonly ChatLine[],
  before: ChatState,
  state: ChatState,
): ChatServerMessage[] {
  const known = new Set(before.messages.map(({ seq }) => seq))
  const told = lines.flatMap((line) => toldOf(line, state, known))
  const statuses: ChatServerMessage[] =
    before.status === state.status ? [] : [{ type: 'status', status: state.status }]
  return [...typing(before, state, true), ...told, ...typing(before, state, false), ...statuses]
}

function toldOf(line: ChatLine, state: ChatState, known: Set<number>): ChatServerMessage[] {
  switch (line.kind) {
    case 'said':
    case 'spoke':
    case 'closed':
      known.add(line.seq)
      return whole(state, line.seq)
    case 'wrote': {
      const { seq, delta } = line
      if (known.has(seq)) return [{ type: 'words', seq, delta }]
      known.add(seq)
      return whole(state, seq)
    }
    case 'removed':
      return line.seqs.map((seq) => ({ type: 'removed', seq }))
    case 'asked':
    case 'troubled':
    case 'tool_called':
    case 'tool_answered':
    case 'part_done':
    case 'answered':
    case 'used':
    case 'handed_over':
    case 'released':
    case 'ended':
      return []
  }
}

function whole(state: ChatState, seq: number): ChatServerMessage[] {
  const message = state.messages.find((one) => one.seq === seq)
  const shownAs = message ? visible(message) : null
  return shownAs ? [{ type: 'message', message: shownAs }] : []
}

/** Whether the agent is at it, and shows no words yet. */
const isThinking = ({ answer }: ChatState): boolean => answer !== null && answer.seq === null

function typing(before: ChatState, state: ChatState, begins: boolean): ChatServerMessage[] {
  const now = isThinking(state)
  if (isThinking(before) === now || now !== begins) return []
  return [{ type: 'typing', typing: now }]
}
