import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { Locale } from '../../convex/model/locales.ts'
import type { CallRecord } from './record.ts'

/** What the carrier should do when our side has closed the stream, or it broke. */
export type NextStep =
  | { do: 'hang_up' }
  /** Nothing is known of the call: it is to be answered as a new one. */
  | { do: 'ring' }
  /** Open a new stream to this call. */
  | { do: 'stream'; token: string }
  /** Go to the model, without us: as one who has called this number. */
  | { do: 'go_apart'; to: string }
  /** Go to the room where the person of this attempt waits, or stay there. */
  | { do: 'meet'; attempt: number }
  /** Say that it does not work, in the agent's language, and dial this number if there is one. */
  | {
      do: 'apologise'
      why: 'failed' | 'not_configured'
      fallbackNumber: string | null
      /** Who called, and which number: what is shown to whoever is dialed. */
      from: string
      to: string
      /** `null` when no agent is known. */
      locale: Locale | null
    }

/** What a person who has picked up is to hear and do. */
export type PersonStep =
  /** Hears what it is about, and is asked to press 1; `text` is in `locale`. */
  | { do: 'brief'; text: string; locale: Locale }
  /** Waits for the caller, and talks to them. */
  | { do: 'meet' }
  /** Hears a last sentence, and is let go; `null`: without a word. */
  | { do: 'part'; text: string | null; locale: Locale }

/** What comes after a call that does not run; both are `null` for one that never began. */
export function afterTheEnd(record: CallRecord | null, voice: VoiceSettings | null): NextStep {
  if (!record) return { do: 'ring' }
  if (record.call.status === 'completed') return { do: 'hang_up' }
  const why = record.call.endReason === 'not_configured' ? 'not_configured' : 'failed'
  const { fallbackNumber = null, locale = null } = voice ?? {}
  const { from, to } = record.call
  return { do: 'apologise', why, fallbackNumber, from, to, locale }
}
