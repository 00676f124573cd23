/** Calls in words: who, how it stands, and why it ended. */
import type { Call, EndReason } from '../../convex/model/call.ts'
import { addAmounts, carrierCosts } from '../../convex/model/cost.ts'
import { displayPhoneNumber } from './phoneNumber.ts'
import { saidOf } from './saidOf.ts'

/** Why a call ended, in two or three words. */
export const END_REASONS: Record<EndReason, string> = {
  caller_hung_up: 'Caller hung up',
  agent_ended: 'Agent ended it',
  operator_ended: 'Operator ended it',
  silence: 'Nobody spoke',
  max_duration: 'Time was up',
  transferred: 'Put through',
  model_failed: 'Model failed',
  carrier_failed: 'Line broke',
  not_configured: 'Not configured',
  interrupted: 'Cut by a restart',
  lines_busy: 'Lines were busy',
  number_not_set: 'Nobody answers',
}

/** The same as a sentence. */
export const END_SENTENCES: Record<EndReason, string> = {
  caller_hung_up: 'The caller hung up.',
  agent_ended: 'The agent said goodbye and ended the call.',
  operator_ended: 'An operator ended the call.',
  silence: 'Nobody spoke for as long as the agent is set to wait.',
  max_duration: 'The call reached the longest duration the agent is set to.',
  transferred:
    'The caller was put through to a person, and that conversation is over, or not ours to follow.',
  model_failed: 'The voice model could not be reached, went away, or refused.',
  carrier_failed: 'The line to the caller never opened, or broke and did not come back.',
  not_configured: 'A setting is missing, so no model could answer.',
  interrupted: 'The call’s process was restarted and could not go on.',
  lines_busy: 'The caller was turned away: as many calls ran as may run at once.',
  number_not_set: 'The caller was turned away: no agent answers this number.',
}

export function isRunning(call: Pick<Call, 'status'>): boolean {
  return call.status === 'in_progress'
}

export interface Outcome {
  words: string
  /** A tone of `Badge`. */
  tone: 'accent' | 'neutral' | 'bad'
}

export function outcomeOf(call: Pick<Call, 'status' | 'endReason' | 'answeredAt'>): Outcome {
  if (call.status === 'in_progress') {
    return call.answeredAt === null
      ? { words: 'Ringing', tone: 'accent' }
      : { words: 'In progress', tone: 'accent' }
  }
  const words = (call.endReason && saidOf(END_REASONS, call.endReason)) ?? 'Ended'
  return { words, tone: call.status === 'failed' ? 'bad' : 'neutral' }
}

/** The other party: a number as people write it, or who tested in the browser. */
export function callerOf(call: Pick<Call, 'from' | 'carrier'>): string {
  if (call.carrier === 'browser') return `${call.from} (test)`
  return call.from === '' ? 'Unknown number' : displayPhoneNumber(call.from)
}

/** Seconds of talk: counted by the call when it has ended, by the clock while it runs. */
export function talkSec(
  call: Pick<Call, 'status' | 'durationSec' | 'answeredAt'>,
  now: number,
): number {
  if (call.status !== 'in_progress') return call.durationSec ?? 0
  return call.answeredAt === null ? 0 : Math.max(0, (now - call.answeredAt) / 1000)
}

/** Currency to sum: the carrier's part counts once it is known, and in its own currency. */
export function totalCost(call: Pick<Call, 'cost' | 'transfers'>) {
  const usd = Object.values(call.cost.parts).reduce((sum, part) => sum + part, 0)
  return addAmounts({ USD: usd }, carrierCosts(call))
}

const PARTS: Readonly<Record<string, string>> = {
  model: 'Voice model',
  transcription: 'Transcription',
  ears: 'Ears',
  brain: 'Brain',
  mouth: 'Mouth',
}

/** What a part of a call's usage is called; parts that are new here keep their name. */
export const partLabel = (part: string): string =>
  PARTS[part] ?? part.slice(0, 1).toUpperCase() + part.slice(1).replaceAll('_', ' ')
