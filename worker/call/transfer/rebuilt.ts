import type { JournalEntry } from '../journal.ts'
import { leftBy } from './leave.ts'
import type { PastTransfer, PersonLeft, Transfer } from './types.ts'

/** What a journal tells of the attempts to put its caller through. */
export interface TransferFacts {
  transfer: Transfer | null
  transfers: number
  past: readonly PastTransfer[]
}

export const NO_TRANSFERS: TransferFacts = { transfer: null, transfers: 0, past: [] }

/** Adds one line. */
export function addTransferFact(facts: TransferFacts, entry: JournalEntry): TransferFacts {
  switch (entry.kind) {
    case 'transfer_asked': {
      const { attempt, at, to, summary, askedBy } = entry
      const stage = { name: 'calling', since: at } as const
      const asked = {
        attempt,
        to,
        summary,
        askedBy,
        askedAt: at,
        legId: null,
        joined: false,
        stage,
      }
      return { ...facts, transfer: asked, transfers: Math.max(facts.transfers, attempt) }
    }
    case 'transfer_step':
      return facts.transfer?.attempt === entry.attempt
        ? { ...facts, transfer: stepOn(facts.transfer, entry) }
        : withPast(facts, entry.attempt, ({ legId, leg }) => ({
            legId: entry.legId ?? legId,
            leg: entry.step === 'called' ? 'let_go' : leg,
          }))
    case 'transfer_ended': {
      const { transfer, past } = facts
      if (transfer?.attempt !== entry.attempt) return facts
      return { ...facts, transfer: null, past: [...past, overBy(transfer, entry)] }
    }
    case 'transfer_leg':
      return withPast(facts, entry.attempt, () => ({ leg: 'gone' }))
    default:
      return facts
  }
}

type StepLine = Extract<JournalEntry, { kind: 'transfer_step' }>

function stepOn(transfer: Transfer, { step, legId, at }: StepLine): Transfer {
  switch (step) {
    case 'called':
      return { ...transfer, legId: legId ?? transfer.legId }
    case 'joined':
      return { ...transfer, joined: true }
    default:
      return { ...transfer, stage: { name: step, since: at } }
  }
}

function overBy(
  { attempt, to, legId, stage }: Transfer,
  { outcome }: Extract<JournalEntry, { kind: 'transfer_ended' }>,
): PastTransfer {
  const leg = legId === null ? 'unknown' : 'let_go'
  return { attempt, to, outcome, legId, leg, wasMoving: stage.name === 'moving' }
}

function withPast(
  facts: TransferFacts,
  attempt: number,
  change: (past: PastTransfer) => Partial<PastTransfer>,
): TransferFacts {
  const past = facts.past.map((one) => (one.attempt === attempt ? { ...one, ...change(one) } : one))
  return { ...facts, past }
}

/** The attempt goes on from where it stood; what is waited for is waited for anew. */
export function takenUp({ transfer }: TransferFacts, now: number): Transfer | null {
  if (transfer?.stage.name === 'connected') return transfer
  return transfer && { ...transfer, askedAt: now, stage: { ...transfer.stage, since: now } }
}

/** Of a caller who is away: whether the person they talked to has left them; `null`: nobody has. */
export function leftAlone({ transfer, past }: TransferFacts, now: number): PersonLeft | null {
  const last = past.at(-1)
  if (transfer || !last) return null
  return last.outcome === 'connected'
    ? leftBy(last, now)
    : { at: now, who: null, afterwards: 'agent' }
}
