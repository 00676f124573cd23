import type { CallRecordEvent } from '../../../convex/model/call.ts'
import type {
  TransferDetail,
  TransferOutcome,
  TransferRecord,
} from '../../../convex/model/transfer.ts'
import type { JournalEntry } from '../journal.ts'
import { nameOf } from './attempt.ts'

/** A line of the journal about an attempt to put the caller through. */
export type TransferLine = Extract<JournalEntry, { kind: `transfer_${string}` }>

/** Adds one line to what operators see of the attempts. */
export function addTransferLine(
  transfers: readonly TransferRecord[],
  line: TransferLine,
): TransferRecord[] {
  if (line.kind !== 'transfer_asked') {
    return transfers.map((one) => (one.attempt === line.attempt ? goneOn(one, line) : one))
  }
  const { attempt, to, askedBy, at } = line
  const { target, mode } = to
  const asked = {
    attempt,
    destination: nameOf(to),
    to: target.kind === 'phone' ? target.phoneNumber : target.uri,
    mode,
    askedBy,
    askedAt: at,
    ringingAt: null,
    answeredAt: null,
    acceptedAt: null,
    connectedAt: null,
    endedAt: null,
    outcome: null,
    legSec: null,
    price: null,
  }
  return [...transfers.filter((one) => one.attempt !== attempt), asked]
}

function goneOn(
  record: TransferRecord,
  line: Exclude<TransferLine, { kind: 'transfer_asked' }>,
): TransferRecord {
  switch (line.kind) {
    case 'transfer_step':
      return stepped(record, line)
    case 'transfer_ended':
      return { ...record, outcome: line.outcome, endedAt: line.at }
    case 'transfer_leg':
      return {
        ...record,
        legSec: line.durationSec ?? record.legSec,
        price: line.price ?? record.price,
      }
  }
}

function stepped(
  record: TransferRecord,
  { step, at }: Extract<TransferLine, { kind: 'transfer_step' }>,
): TransferRecord {
  switch (step) {
    case 'ringing':
      return { ...record, ringingAt: at }
    case 'answered':
      return { ...record, answeredAt: at }
    case 'accepted':
      return { ...record, answeredAt: record.answeredAt ?? at, acceptedAt: at }
    case 'connected':
      return { ...record, connectedAt: at }
    case 'called':
    case 'referred':
    case 'joined':
    case 'moving':
      return record
  }
}

type ShownEvent = Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'>

/** What the call's timeline shows of a line; `null`: nothing. `transfers`: with this line. */
export function transferEvent(
  transfers: readonly TransferRecord[],
  line: Exclude<TransferLine, { kind: 'transfer_leg' }>,
): ShownEvent | null {
  const destination = transfers.find(({ attempt }) => attempt === line.attempt)?.destination
  if (destination === undefined) return null
  const of = { attempt: line.attempt, destination }
  switch (line.kind) {
    case 'transfer_asked':
      return shown(`Calling ${destination}`, { ...of, step: 'asked' })
    case 'transfer_step': {
      const summary = STEPS[line.step]?.(destination)
      return summary === undefined ? null : shown(summary, { ...of, step: line.step })
    }
    case 'transfer_ended': {
      const { outcome, detail } = line
      const reason = detail === null ? {} : { reason: detail }
      return shown(OUTCOMES[outcome](destination), { ...of, step: 'ended', outcome, ...reason })
    }
  }
}

function shown(summary: string, detail: TransferDetail): ShownEvent {
  const kind = detail.outcome === 'carrier_failed' ? 'carrier_error' : 'note'
  return { kind, summary, detail: JSON.stringify(detail) }
}

type InWords = (who: string) => string

const STEPS: Readonly<Partial<Record<TransferDetail['step'], InWords>>> = {
  referred: (who) => `Sending the caller on to ${who}`,
  ringing: (who) => `Ringing at ${who}`,
  answered: (who) => `${who} picked up`,
  accepted: (who) => `${who} takes the call`,
  moving: (who) => `Moving the caller to ${who}`,
  connected: (who) => `The caller talks to ${who}`,
}

const OUTCOMES: Readonly<Record<TransferOutcome, InWords>> = {
  connected: (who) => `${who} and the caller are done`,
  voicemail: (who) => `A machine picked up at ${who}`,
  busy: (who) => `${who} is busy`,
  no_answer: (who) => `${who} did not answer`,
  declined: (who) => `${who} did not take the call`,
  caller_left: (who) => `The caller hung up before ${who} was there`,
  person_left: (who) => `${who} hung up before the caller was there`,
  carrier_failed: (who) => `The carrier could not put the caller through to ${who}`,
  withdrawn: (who) => `The call to ${who} was given up`,
  handed_over: (who) => `The caller was handed over to ${who}, unconfirmed`,
}
