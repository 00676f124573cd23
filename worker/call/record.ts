import {
  type Call,
  type CallRecordEvent,
  statusOf,
  type ToolCallDetail,
  toolCallDetailOf,
  type ToolResultDetail,
  type Turn,
} from '../../convex/model/call.ts'
import { partCosts } from '../../convex/model/cost.ts'
import { addUsage } from '../../convex/model/usage.ts'
import type { JournalEntry } from './journal.ts'
import { addTransferLine, transferEvent, type TransferLine } from './transfer/shown.ts'

/** A call as its journal tells it: what is stored in Convex and shown to operators. */
export interface CallRecord {
  call: Call
  turns: readonly Turn[]
  events: readonly CallRecordEvent[]
  /** How far along the carrier's last status is. */
  carrierOrder: number
}

/** The record of a call that has just begun. */
export function newRecord(call: Call): CallRecord {
  return { call, turns: [], events: [], carrierOrder: -1 }
}

/** Adds one line of the journal to the record. `seq` is the line's number, unique within the call. */
export function addEntry(record: CallRecord, entry: JournalEntry, seq: number): CallRecord {
  const { call } = record
  switch (entry.kind) {
    case 'answered':
      return { ...record, call: { ...call, answeredAt: entry.at } }
    case 'turn':
      return { ...record, turns: putTurn(record.turns, { ...entry.turn, callSid: call.callSid }) }
    case 'event':
      return addEvent(record, entry.at, entry.event, seq)
    case 'tool_called':
      return addEvent(record, entry.at, toolCallEvent(entry), seq)
    case 'tool_answered':
      return addEvent(record, entry.at, toolResultEvent(record, entry), seq)
    case 'unkept': {
      const { tool } = entry
      const summary = `Said but not done: ${tool}`
      const detail = JSON.stringify({ promised: tool })
      const counted = { ...call, unkeptPromises: (call.unkeptPromises ?? 0) + 1 }
      const event = { kind: 'note', summary, detail } as const
      return addEvent({ ...record, call: counted }, entry.at, event, seq)
    }
    case 'handed_off': {
      const { name, version } = entry.agent
      const summary = `Handed off to ${name}, version ${version}`
      const detail = JSON.stringify({ agentId: entry.agent.agentId, name, version })
      return addEvent(record, entry.at, { kind: 'note', summary, detail }, seq)
    }
    case 'moved': {
      // To whom, the line before it has told.
      if (entry.to === 'away' && isConnected(call)) return record
      const summary = entry.to === 'away' ? 'Put through to a person' : 'Back with the agent'
      return addEvent(record, entry.at, { kind: 'note', summary, detail: null }, seq)
    }
    case 'reprompted': {
      const summary = 'Asked whether the caller is still there'
      return addEvent(record, entry.at, { kind: 'note', summary, detail: null }, seq)
    }
    case 'transfer_asked':
    case 'transfer_step':
    case 'transfer_ended':
    case 'transfer_leg':
      return addTransfer(record, entry, seq)
    case 'told':
    case 'scripted':
    case 'closing':
    case 'stayed':
    case 'parted':
      return record
    case 'usage':
      return { ...record, call: priced({ ...call, usage: addUsage(call.usage, entry.usage) }) }
    case 'first_word':
      return { ...record, call: { ...call, firstWordMs: Math.max(0, entry.ms) } }
    case 'answer':
      return { ...record, call: { ...call, answerMs: [...call.answerMs, Math.max(0, entry.ms)] } }
    case 'ended':
      return { ...record, call: ended(call, entry) }
    case 'continued':
      return { ...record, call: { ...call, continuedBy: entry.by } }
    case 'carrier_status':
      return withCarrierStatus(record, entry)
    case 'carrier_price': {
      const cost = { ...call.cost, carrier: entry.price }
      return { ...record, call: { ...call, cost } }
    }
  }
}

function addTransfer(record: CallRecord, line: TransferLine, seq: number): CallRecord {
  const transfers = addTransferLine(record.call.transfers ?? [], line)
  // Its beginning could not be read.
  if (transfers.length === 0) return record
  const next = { ...record, call: { ...record.call, transfers } }
  const event = line.kind === 'transfer_leg' ? null : transferEvent(transfers, line)
  return event && line.kind !== 'transfer_leg' ? addEvent(next, line.at, event, seq) : next
}

function isConnected({ transfers }: Call): boolean {
  const last = transfers?.at(-1)
  return last !== undefined && last.connectedAt !== null && last.outcome === null
}

type ShownEvent = Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'>

function toolCallEvent({
  toolCallId,
  name,
  args,
  asked,
}: Extract<JournalEntry, { kind: 'tool_called' }>): ShownEvent {
  const detail: ToolCallDetail = { toolCallId, args: readable(args), askedBy: asked ?? 'agent' }
  return { kind: 'tool_call', summary: name, detail: JSON.stringify(detail) }
}

function readable(args: string): unknown {
  try {
    return JSON.parse(args)
  } catch {
    return args
  }
}

function toolResultEvent(
  { call, events }: CallRecord,
  { at, toolCallId, output }: Extract<JournalEntry, { kind: 'tool_answered' }>,
): ShownEvent {
  const asked = events.findLast(
    ({ kind, detail }) =>
      kind === 'tool_call' && toolCallDetailOf(detail)?.toolCallId === toolCallId,
  )
  if (!asked) return { kind: 'tool_result', summary: output, detail: null }
  const tookMs = Math.max(0, at - call.startedAt - asked.atMs)
  const detail: ToolResultDetail = { toolCallId, name: asked.summary, tookMs }
  return { kind: 'tool_result', summary: output, detail: JSON.stringify(detail) }
}

function addEvent(
  record: CallRecord,
  at: number,
  event: Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'>,
  seq: number,
): CallRecord {
  const { callSid, startedAt } = record.call
  const added = { ...event, callSid, seq, atMs: at - startedAt }
  return { ...record, events: [...record.events, added] }
}

/** Turns stand in the order in which they were said, whatever order they were written down in. */
function putTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const others = turns.filter(({ itemId }) => itemId !== turn.itemId)
  const after = others.findIndex(({ startedAtMs }) => startedAtMs > turn.startedAtMs)
  const index = after < 0 ? others.length : after
  return [...others.slice(0, index), turn, ...others.slice(index)]
}

function priced(call: Call): Call {
  return { ...call, cost: { ...call.cost, parts: partCosts(call.usage, call.startedAt) } }
}

function ended(call: Call, entry: Extract<JournalEntry, { kind: 'ended' }>): Call {
  if (call.endedAt !== null) return call
  return {
    ...call,
    status: statusOf(entry.reason),
    endedAt: entry.at,
    endReason: entry.reason,
    failure: entry.failure,
    durationSec: call.answeredAt === null ? 0 : (entry.at - call.answeredAt) / 1000,
  }
}

/** Callbacks of the carrier's may arrive in any order: the one that is furthest along wins. */
function withCarrierStatus(
  record: CallRecord,
  { status, order, durationSec }: Extract<JournalEntry, { kind: 'carrier_status' }>,
): CallRecord {
  const { call } = record
  const isLater = order >= record.carrierOrder
  return {
    ...record,
    carrierOrder: isLater ? order : record.carrierOrder,
    call: {
      ...call,
      carrierStatus: isLater ? status : call.carrierStatus,
      carrierDurationSec: durationSec ?? call.carrierDurationSec,
    },
  }
}
