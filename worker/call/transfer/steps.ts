import type { Locale } from '../../../convex/model/locales.ts'
import type { TransferOutcome } from '../../../convex/model/transfer.ts'
import type { NextStep, PersonStep } from '../nextStep.ts'
import { sentencesIn } from '../prompts/index.ts'
import type { CallState } from '../state.ts'
import { isAt } from './advance.ts'
import { needsKey, needsNoWord, pastTransfer } from './attempt.ts'

type Meeting = Extract<NextStep, { do: 'meet' }>

/**
 * The room that the caller is to go to, or to stay in, when the carrier asks what comes next: to be asked
 * after the machine was told `carrier.returns`. `null`: they come back to the agent.
 */
export function whereTo({ transfer }: CallState): Meeting | null {
  return transfer && isAt(transfer, 'moving') ? { do: 'meet', attempt: transfer.attempt } : null
}

/** What a person hears who has picked up, pressed a key, or left the room. */
export function personStep(state: CallState, attempt: number): PersonStep {
  const { transfer, phase, rules } = state
  const { locale } = rules
  const isOn = phase.name === 'talking' || phase.name === 'closing'
  if (!isOn || transfer?.attempt !== attempt) {
    return parting(locale, pastTransfer(state, attempt)?.outcome ?? null)
  }
  if (!needsKey(transfer.to) || isAt(transfer, 'accepted')) return { do: 'meet' }
  return { do: 'brief', text: briefing(transfer.summary, locale), locale }
}

/** A person is let go. `outcome`: of their attempt; `null`: nothing is known of it any more. */
export function parting(locale: Locale, outcome: TransferOutcome | null): PersonStep {
  const { callerGone } = sentencesIn(locale)
  return { do: 'part', text: outcome && needsNoWord(outcome) ? null : callerGone, locale }
}

function briefing(summary: string, locale: Locale): string {
  const { callerWaits, pressOne } = sentencesIn(locale)
  const about = summary.trim()
  const isSentence = about === '' || /[.!?…。？！؟।]$/u.test(about)
  return [callerWaits, isSentence ? about : `${about}.`, pressOne]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
