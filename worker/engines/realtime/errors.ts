import type { EngineEvent } from '../../call/events.ts'
import { redact } from '../../lib/redact.ts'
import { CONFIGURE, RESPOND } from './commands.ts'

/** The `error` event of the Realtime API. */
export interface RealtimeError {
  type?: string | null | undefined
  code?: string | null | undefined
  message: string
  /** The id of our event that caused it. */
  event_id?: string | null | undefined
}

/** Errors after which this session is over, and another one can be had. */
const OVER = new Set(['session_expired'])

/** Errors after which no session can be had. */
const FATAL = new Set([
  'invalid_api_key',
  'insufficient_quota',
  'model_not_found',
  'account_deactivated',
])

/** Errors that say only that what we wanted has already happened. */
const HARMLESS = new Set(['response_cancel_not_active'])

/** “Please try again in 1.5s”, “in 120ms”, “in 2 seconds”: the only place where the API tells how long to wait. */
const RETRY_IN = /try again in (\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?)\b/i
/** A vendor that wants to be left alone for longer is given up before. */
const LONGEST_RETRY_MS = 20_000

/** When the vendor wants to be asked again, by its own words; ms, `null` where it does not say. */
export function retryAfterOf(message: string): number | null {
  const [, amount, unit] = RETRY_IN.exec(message) ?? []
  if (amount === undefined) return null
  return Math.min(LONGEST_RETRY_MS, Math.ceil(Number(amount) * (/^s/i.test(unit ?? '') ? 1000 : 1)))
}

/** What an `error` means for the call; most leave the session usable, and are only written down. */
export function readError(error: RealtimeError): EngineEvent | null {
  const code = error.code ?? error.type ?? 'error'
  const detail = redact(`OpenAI: ${error.message} (${code})`)
  if (HARMLESS.has(code)) return null
  if (code === 'conversation_already_has_active_response') {
    return { type: 'engine.refused', why: 'already_responding', detail, retryAfterMs: null }
  }
  if (OVER.has(code)) return { type: 'engine.lost', cause: detail, retryAfterMs: null }
  if (FATAL.has(code) || error.event_id === CONFIGURE) {
    return { type: 'engine.failed', reason: 'model_failed', detail }
  }
  if (error.event_id?.startsWith(RESPOND)) {
    const retryAfterMs = retryAfterOf(error.message)
    return { type: 'engine.refused', why: 'bad_request', detail, retryAfterMs }
  }
  return { type: 'engine.troubled', detail }
}
