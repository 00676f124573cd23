import type { VoiceSettings } from '../../convex/model/agent.ts'
import type { Locale } from '../../convex/model/locales.ts'
import type { CallRecord } from './record.ts'

/** What the carrier should do when our side has closed the stream, or it broke. */
export type NextStep =
  | { do: 'hang_up' }
  /** Open a new stream to this call. */
  | { do: 'stream'; token: string }
  /** Say that it does not work, in the agent's language, and dial this number if there is one. */
  | {
      do: 'apologise'
      why: 'failed' | 'not_configured'
      fallbackNumber: string | null
      /** `null` when no agent is known. */
      locale: Locale | null
    }

/** What comes after a call that is over; both are `null` for one that never began. */
export function afterTheEnd(record: CallRecord | null, voice: VoiceSettings | null): NextStep {
  if (record?.call.status === 'completed') return { do: 'hang_up' }
  const why = record?.call.endReason === 'not_configured' ? 'not_configured' : 'failed'
  const { fallbackNumber = null, locale = null } = voice ?? {}
  return { do: 'apologise', why, fallbackNumber, locale }
}
