import type { EngineEvent } from '../../call/events.ts'
import { redact } from '../../lib/redact.ts'
import { AGAIN, CONFIGURE, RESPOND } from './commands.ts'

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

/** What an `error` is about; most leave the session usable. */
export type Trouble =
  | 'harmless'
  /** Another response of the conversation is not done. */
  | 'already_responding'
  | 'session_over'
  /** No session can be had. */
  | 'fatal'
  /** What was asked for by this event of ours is not done. */
  | { refused: string }
  | 'other'

export function troubleOf(error: RealtimeError): Trouble {
  const code = codeOf(error)
  if (HARMLESS.has(code) || error.event_id?.startsWith(AGAIN)) return 'harmless'
  if (code === 'conversation_already_has_active_response') return 'already_responding'
  if (OVER.has(code)) return 'session_over'
  if (FATAL.has(code) || error.event_id === CONFIGURE) return 'fatal'
  return error.event_id ? { refused: error.event_id } : 'other'
}

/** Whether a response that failed so would fail again, and every other one. */
export const isFatal = (code: string | null | undefined): boolean => FATAL.has(code ?? '')

/** An error in words for operators. */
export const detailOf = (error: RealtimeError): string =>
  redact(`OpenAI: ${error.message} (${codeOf(error)})`)

const codeOf = ({ code, type }: RealtimeError): string => code ?? type ?? 'error'

/** What an `error` means for the call; most are only written down. */
export function readError(error: RealtimeError): EngineEvent | null {
  const trouble = troubleOf(error)
  const detail = detailOf(error)
  switch (trouble) {
    case 'harmless':
      return null
    case 'already_responding':
      return { type: 'engine.refused', why: 'already_responding', detail, retryAfterMs: null }
    case 'session_over':
      return { type: 'engine.lost', cause: detail, retryAfterMs: null }
    case 'fatal':
      return { type: 'engine.failed', reason: 'model_failed', detail }
    case 'other':
      return { type: 'engine.troubled', detail }
  }
  if (!trouble.refused.startsWith(RESPOND)) return { type: 'engine.troubled', detail }
  const retryAfterMs = retryAfterOf(error.message)
  return { type: 'engine.refused', why: 'bad_request', detail, retryAfterMs }
}
