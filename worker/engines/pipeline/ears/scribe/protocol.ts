/**
 * Scribe's realtime protocol. https://elevenlabs.io/docs/api-reference/speech-to-text/v-1-speech-to-text-realtime
 *
 * It adds messages without notice, so unknown ones are ignored; a known one in a wrong shape is an error.
 */
import * as z from 'zod'
import { languageOf } from '../../../../../convex/model/locales.ts'
import type {
  ElevenLabsEars,
  VadSettings,
} from '../../../../../convex/model/engines/pipeline/settings.ts'

/** `vad`: our own, beside it. */
export type ScribeSettings = ElevenLabsEars & { vad: VadSettings }

/** Silence after which Scribe ends a turn, where it does: the least that callers are not cut off by. */
const END_SILENCE_SECS = 0.6

/** How a session is asked for: in the query of its address. */
export function sessionQuery(settings: ScribeSettings, locale: string): URLSearchParams {
  const commit = settings.vad.on ? 'manual' : settings.commit
  const query = new URLSearchParams({
    model_id: settings.model,
    audio_format: 'ulaw_8000',
    commit_strategy: commit,
  })
  if (commit !== 'manual') query.set('vad_silence_threshold_secs', String(END_SILENCE_SECS))
  if (settings.language !== 'auto') {
    const { language } = settings
    query.set('language_code', language === 'locale' ? languageOf(locale) : language)
  }
  return query
}

/** The caller's audio, or silence; it goes into a message as it is. */
export const audioMessage = (payload: string): string =>
  `{"message_type":"input_audio_chunk","audio_base_64":"${payload}","commit":false,"sample_rate":8000}`

const BYTES_PER_MS = 8

/** So much µ-law silence, base64. */
export const quiet = (ms: number): string => btoa('\xff'.repeat(ms * BYTES_PER_MS))

export const COMMIT =
  '{"message_type":"input_audio_chunk","audio_base_64":"","commit":true,"sample_rate":8000}'

const words = { text: z.string() }
const error = { error: z.string() }

const messageSchema = z.discriminatedUnion('message_type', [
  z.object({ message_type: z.literal('session_started') }),
  z.object({ message_type: z.literal('partial_transcript'), ...words }),
  z.object({ message_type: z.literal('committed_transcript'), ...words }),
  z.object({ message_type: z.literal('warning'), warning: z.string() }),
  /** There was too little to commit. */
  z.object({ message_type: z.literal('commit_throttled'), ...error }),
  /** One message was not taken. */
  z.object({ message_type: z.enum(['input_error', 'chunk_size_exceeded']), ...error }),
  z.object({
    message_type: z.enum([
      'error',
      'auth_error',
      'insufficient_audio_activity',
      'invalid_request',
      'queue_overflow',
      'quota_exceeded',
      'rate_limited',
      'resource_exhausted',
      'session_time_limit_exceeded',
      'transcriber_error',
      'unaccepted_terms',
    ]),
    ...error,
  }),
])
export type ScribeMessage = z.infer<typeof messageSchema>

const envelopeSchema = z.object({ message_type: z.string() })

const HANDLED: ReadonlySet<string> = new Set(
  messageSchema.options.flatMap(({ shape: { message_type: name } }): string[] =>
    'options' in name ? name.options : [...name.values],
  ),
)

/** @throws what is no message of the protocol. */
export function decode(text: string): ScribeMessage | null {
  const json: unknown = JSON.parse(text)
  if (!HANDLED.has(envelopeSchema.parse(json).message_type)) return null
  return messageSchema.parse(json)
}
