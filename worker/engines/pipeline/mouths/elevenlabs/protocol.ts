/**
 * ElevenLabs' speech by several contexts over one socket: an utterance is a context. What is sent is
 * written in snake_case, what comes in camelCase.
 * https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input
 */
import * as z from 'zod'
import type { ElevenLabsMouth } from '../../../../../convex/model/engines/pipeline/settings.ts'
import { languageOf } from '../../../../../convex/model/locales.ts'

/** A sixth closes the socket, and with it all others. */
export const MOST_CONTEXTS = 5

/** The longest that a socket may be kept without being used. */
const INACTIVITY_SECS = 180
/** The others refuse to be told a language. */
const TAKES_LANGUAGE = /_v2_5$/

export const pathOf = ({ voice }: ElevenLabsMouth): string =>
  `/v1/text-to-speech/${encodeURIComponent(voice)}/multi-stream-input`

export function speechQuery({ model }: ElevenLabsMouth, locale: string): URLSearchParams {
  const query = new URLSearchParams({
    model_id: model,
    output_format: 'ulaw_8000',
    inactivity_timeout: String(INACTIVITY_SECS),
    sync_alignment: 'true',
  })
  if (TAKES_LANGUAGE.test(model)) query.set('language_code', languageOf(locale))
  return query
}

/** The first message of a context is a space. */
export const beginContext = (context_id: string, settings: ElevenLabsMouth): string =>
  JSON.stringify({
    text: ' ',
    context_id,
    voice_settings: {
      stability: settings.stability,
      similarity_boost: settings.similarity,
      speed: settings.speed,
    },
  })

/** `flush`: it is spoken now, and does not wait until more has come. */
export const writeText = (context_id: string, text: string, flush: boolean): string =>
  JSON.stringify(flush ? { text, context_id, flush } : { text, context_id })

/** What was flushed is still spoken; the rest is not. */
export const closeContext = (context_id: string): string =>
  JSON.stringify({ context_id, close_context: true })

/** Times are in ms, from the beginning of the audio that they come with. */
const alignmentSchema = z.object({
  chars: z.array(z.string()),
  charStartTimesMs: z.array(z.number()),
  charDurationsMs: z.array(z.number()),
})
export type Alignment = z.infer<typeof alignmentSchema>

const messageSchema = z.union([
  z.object({ error: z.string(), message: z.string().catch('') }),
  z.object({
    contextId: z.string(),
    // It goes to the carrier as it is, in the middle of a message.
    audio: z
      .string()
      .regex(/^[A-Za-z0-9+/=]*$/)
      .nullish(),
    isFinal: z.boolean().nullish(),
    // Words without a time must not cost their sound.
    alignment: alignmentSchema.nullish().catch(null),
  }),
])
export type SpeechMessage = z.infer<typeof messageSchema>

/** A message without any of these is one that the protocol does not know yet. */
const envelopeSchema = z
  .looseObject({})
  .transform((message) => 'error' in message || 'audio' in message || 'isFinal' in message)

/** @throws what is no message of the protocol. `null`: one that says nothing to us. */
export function decode(text: string): SpeechMessage | null {
  const json: unknown = JSON.parse(text)
  return envelopeSchema.parse(json) ? messageSchema.parse(json) : null
}
