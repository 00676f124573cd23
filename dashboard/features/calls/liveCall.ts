/** A running call as its live messages tell it. */
import type { Call, CallRecordEvent, Turn } from '../../../convex/model/call.ts'
import type { LiveMessage } from '../../../convex/model/live.ts'

export interface CallView {
  call: Call
  turns: readonly Turn[]
  events: readonly CallRecordEvent[]
}

export interface LiveCall extends CallView {
  /** Who has the floor right now. */
  speaking: { caller: boolean; agent: boolean }
}

const SILENT: LiveCall['speaking'] = { caller: false, agent: false }

/** `null` until the snapshot has come; what comes before it means nothing. */
export function follow(live: LiveCall | null, message: LiveMessage): LiveCall | null {
  if (message.type === 'snapshot') {
    const { call, turns, events } = message
    return { call, turns, events, speaking: SILENT }
  }
  if (!live) return null
  switch (message.type) {
    case 'call':
      return { ...live, call: message.call }
    case 'turn':
      return { ...live, turns: putTurn(live.turns, message.turn) }
    case 'event':
      return { ...live, events: putEvent(live.events, message.event) }
    case 'words':
      return { ...live, turns: addWords(live, message) }
    case 'speaking':
      return { ...live, speaking: { ...live.speaking, [message.who]: message.speaking } }
  }
}

function putTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const index = turns.findIndex(({ itemId }) => itemId === turn.itemId)
  return index < 0 ? [...turns, turn] : turns.with(index, turn)
}

function putEvent(
  events: readonly CallRecordEvent[],
  event: CallRecordEvent,
): readonly CallRecordEvent[] {
  return events.some(({ seq }) => seq === event.seq) ? events : [...events, event]
}

/** Words may come before their turn is written down, and after it was cut. */
function addWords(
  live: LiveCall,
  { itemId, role, delta }: Extract<LiveMessage, { type: 'words' }>,
): readonly Turn[] {
  const turn = live.turns.find((candidate) => candidate.itemId === itemId)
  if (!turn) return [...live.turns, unwritten(live, itemId, role, delta)]
  if (!isUnwritten(turn)) return live.turns
  return putTurn(live.turns, { ...turn, text: turn.text + delta })
}

/** It stands last until its turn tells when it began. */
function unwritten(live: LiveCall, itemId: string, role: Turn['role'], text: string): Turn {
  const last = Math.max(
    0,
    ...live.turns.map(({ startedAtMs }) => startedAtMs),
    ...live.events.map(({ atMs }) => atMs),
  )
  return {
    callSid: live.call.callSid,
    itemId,
    role,
    text,
    heardText: '',
    startedAtMs: last,
    endedAtMs: null,
    generatedMs: 0,
    heardMs: 0,
    interrupted: false,
    timing: null,
  }
}

/** Only its words have come so far; a turn that was written down has sound or an end. */
export function isUnwritten(turn: Turn): boolean {
  return turn.endedAtMs === null && turn.generatedMs === 0
}

/** Not finished: it may still change. */
export function isOpen(turn: Turn, call: Call): boolean {
  return turn.endedAtMs === null && call.status === 'in_progress'
}

/**
 * What to show: the call's own word while it runs; the stored record from when that holds the end.
 * In between, the last that the call said of itself stays.
 */
export function viewOf(stored: CallView | null, live: LiveCall | null): CallView | null {
  if (!live) return stored
  return stored && stored.call.status !== 'in_progress' ? stored : live
}
