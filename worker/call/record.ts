import { type Call, type CallRecordEvent, statusOf, type Turn } from '../../convex/model/call.ts'
import { modelCost, transcriptionCost } from '../../convex/model/cost.ts'
import { addUsage } from '../../convex/model/usage.ts'
import type { JournalEntry } from './events.ts'

/** A call as its journal tells it: what is stored in Convex and shown to operators. */
export interface CallRecord {
  call: Call
  turns: readonly Turn[]
  events: readonly CallRecordEvent[]
}

/** Adds one line of the journal to the record. `seq` is the line's number, unique within the call. */
export function addEntry(record: CallRecord, entry: JournalEntry, seq: number): CallRecord {
  const { call } = record
  switch (entry.kind) {
    case 'answered':
      return { ...record, call: { ...call, answeredAt: entry.at } }
    case 'turn':
      return { ...record, turns: putTurn(record.turns, { ...entry.turn, callSid: call.callSid }) }
    case 'event': {
      const atMs = entry.at - call.startedAt
      const event = { ...entry.event, callSid: call.callSid, seq, atMs }
      return { ...record, events: [...record.events, event] }
    }
    case 'usage':
      return { ...record, call: priced({ ...call, usage: addUsage(call.usage, entry.usage) }) }
    case 'first_word':
      return { ...record, call: { ...call, firstWordMs: Math.max(0, entry.ms) } }
    case 'answer':
      return { ...record, call: { ...call, answerMs: [...call.answerMs, Math.max(0, entry.ms)] } }
    case 'ended':
      return { ...record, call: ended(call, entry) }
    case 'carrier_status':
      return { ...record, call: withCarrierStatus(call, entry) }
    case 'carrier_price': {
      const cost = { ...call.cost, carrier: entry.usd }
      return { ...record, call: { ...call, cost, carrierPriceUnit: entry.unit } }
    }
  }
}

/** Turns stand in the order in which they were said, whatever order they were written down in. */
function putTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const others = turns.filter(({ itemId }) => itemId !== turn.itemId)
  const after = others.findIndex(({ startedAtMs }) => startedAtMs > turn.startedAtMs)
  const index = after < 0 ? others.length : after
  return [...others.slice(0, index), turn, ...others.slice(index)]
}

function priced(call: Call): Call {
  const model = modelCost(call.model, call.usage)
  const transcription = transcriptionCost(call.usage)
  return { ...call, cost: { ...call.cost, model, transcription } }
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

/** How far along Twilio's states are: callbacks may arrive in any order, and the later state wins. */
const CARRIER_ORDER = ['queued', 'initiated', 'ringing', 'in-progress']

function rank(status: string | null): number {
  if (status === null) return -1
  const index = CARRIER_ORDER.indexOf(status)
  return index < 0 ? CARRIER_ORDER.length : index
}

function withCarrierStatus(
  call: Call,
  entry: Extract<JournalEntry, { kind: 'carrier_status' }>,
): Call {
  const later = rank(entry.status) >= rank(call.carrierStatus)
  return {
    ...call,
    carrierStatus: later ? entry.status : call.carrierStatus,
    carrierDurationSec: entry.durationSec ?? call.carrierDurationSec,
  }
}
