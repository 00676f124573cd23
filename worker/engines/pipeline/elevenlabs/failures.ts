/** What ElevenLabs' errors mean for a call. https://elevenlabs.io/docs/eleven-api/resources/errors */
import type { PartFailure } from '../../../call/ports.ts'
import { redact } from '../../../lib/redact.ts'

/** Errors that stay, however often one asks. */
const FOR_GOOD = new Set([
  'auth_error',
  'detected_unusual_activity',
  'invalid_api_key',
  'invalid_request',
  'missing_permissions',
  'model_not_found',
  'needs_authorization',
  'quota_exceeded',
  'unaccepted_terms',
  'voice_not_found',
])

/** `kind`: the vendor's name of the error, '' where it has none. */
export function failureOf(kind: string, message: string): PartFailure {
  const name = kind && ` (${kind})`
  const cause = redact(`ElevenLabs: ${message.replace(/\.$/, '') || 'an error'}${name}.`)
  return { cause, again: !FOR_GOOD.has(kind), retryAfterMs: null }
}

/** The socket has closed. Where no error came before it, its reason may name one. */
export function closeFailure(code: number, reason: string): PartFailure {
  const kind = [...FOR_GOOD].find((known) => reason.includes(known)) ?? ''
  const why = reason && `: ${reason.replace(/\.$/, '')}`
  const cause = redact(`The connection to ElevenLabs closed (code ${code})${why}.`)
  return { cause, again: kind === '', retryAfterMs: null }
}

export const BROKEN: PartFailure = {
  cause: 'The connection to ElevenLabs broke.',
  again: true,
  retryAfterMs: null,
}

/** Nothing came for so long that nothing will. */
export const silent = (what: string): PartFailure => ({
  cause: `ElevenLabs ${what}.`,
  again: true,
  retryAfterMs: null,
})
