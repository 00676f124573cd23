/** Attempts to put a caller through, in words. */
import type { TransferOutcome, TransferRecord } from '../../../../convex/model/transfer.ts'
import { saidOf } from '../../../lib/saidOf.ts'

export interface OutcomeWords {
  words: string
  /** A tone of `Badge`. */
  tone: 'good' | 'neutral' | 'warn' | 'bad'
  /** What that means, as a sentence. */
  sentence: string
}

const OUTCOMES: Readonly<Record<TransferOutcome, OutcomeWords>> = {
  connected: {
    words: 'Put through',
    tone: 'good',
    sentence: 'The caller and the person talked to each other.',
  },
  voicemail: {
    words: 'Voicemail',
    tone: 'warn',
    sentence: 'A machine picked up. The caller stayed with the agent.',
  },
  busy: {
    words: 'Busy',
    tone: 'warn',
    sentence: 'The line was busy. The caller stayed with the agent.',
  },
  no_answer: {
    words: 'No answer',
    tone: 'warn',
    sentence: 'Nobody picked up. The caller stayed with the agent.',
  },
  declined: {
    words: 'Declined',
    tone: 'warn',
    sentence: 'The person did not press 1. The caller stayed with the agent.',
  },
  caller_left: {
    words: 'Caller hung up',
    tone: 'neutral',
    sentence: 'The caller hung up before the person was there.',
  },
  person_left: {
    words: 'Person hung up',
    tone: 'warn',
    sentence: 'The person hung up before the caller was there, who stayed with the agent.',
  },
  carrier_failed: {
    words: 'Line failed',
    tone: 'bad',
    sentence: 'The person could not be rung, or the caller not moved. The agent went on.',
  },
  withdrawn: {
    words: 'Given up',
    tone: 'neutral',
    sentence: 'The call ended, or another person was asked for, before this one was there.',
  },
  handed_over: {
    words: 'Handed over',
    tone: 'neutral',
    sentence: 'The network sent the caller on to the person. Nobody tells whether they met.',
  },
}

const NOT_TOLD: OutcomeWords = {
  words: 'Not known',
  tone: 'neutral',
  sentence: 'The call ended, and how this attempt did was not told.',
}

/** How an attempt ended that is not under way. */
export function outcomeWords({ outcome }: Pick<TransferRecord, 'outcome'>): OutcomeWords {
  if (outcome === null) return NOT_TOLD
  return saidOf(OUTCOMES, outcome) ?? { ...NOT_TOLD, words: outcome.replaceAll('_', ' ') }
}

const ASKED_BY: Readonly<Record<TransferRecord['askedBy'], string>> = {
  agent: 'the agent',
  operator: 'an operator',
  control: 'a system of yours',
}

export const askedByWords = ({ askedBy }: Pick<TransferRecord, 'askedBy'>): string =>
  saidOf(ASKED_BY, askedBy) ?? askedBy

/** How far an attempt is, and since when (epoch ms). */
export interface Standing {
  words: string
  since: number
}

export function standingOf(transfer: TransferRecord): Standing {
  const { destination, mode, askedAt, ringingAt, answeredAt, acceptedAt, connectedAt } = transfer
  if (connectedAt !== null) return { words: `With ${destination}`, since: connectedAt }
  if (acceptedAt !== null) return { words: `${destination} takes the call`, since: acceptedAt }
  if (answeredAt !== null) {
    const words = mode === 'warm' ? `Briefing ${destination}` : `${destination} has picked up`
    return { words, since: answeredAt }
  }
  if (ringingAt !== null) return { words: `Ringing ${destination}`, since: ringingAt }
  return { words: `Calling ${destination}`, since: askedAt }
}

/** The attempt that is under way in a call that runs; `null`: none is. */
export function runningTransfer(
  transfers: readonly TransferRecord[] | undefined,
): TransferRecord | null {
  const last = transfers?.at(-1)
  return last?.endedAt === null ? last : null
}
