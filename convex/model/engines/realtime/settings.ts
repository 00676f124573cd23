/** What an operator may set of an agent that talks through OpenAI Realtime. */
import * as z from 'zod'
import { between, oneOf, wholeBetween } from '../../fields.ts'
import { DEFAULT_MODEL, REALTIME_MODELS, servedModel } from './catalogue.ts'
import { listed, transcriptionSchema } from './transcription.ts'
import { DEFAULT_VOICE, voiceSchema } from './voices.ts'

/** How the model finds out that the caller began and stopped speaking (OpenAI's `turn_detection`). */
export const turnDetectionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('server_vad'),
    /** How loud counts as speech, 0 (anything) to 1. */
    threshold: between(0, 1),
    /** Audio kept from before speech was noticed. */
    prefixPaddingMs: wholeBetween(0, 2000, 'ms'),
    /** Silence that ends a turn. */
    silenceDurationMs: wholeBetween(100, 5000, 'ms'),
  }),
  z.object({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']),
  }),
])
export type TurnDetection = z.infer<typeof turnDetectionSchema>

export const DEFAULT_TURN_DETECTION: TurnDetection = {
  type: 'server_vad',
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
}

const NOISE_REDUCTION = ['off', 'near_field', 'far_field'] as const

/** As an operator may send it: names are held to the catalogue, what is left out gets its default. */
export const realtimeSettingsSchema = z.object({
  engine: z.literal('realtime'),
  model: listed(REALTIME_MODELS).default(DEFAULT_MODEL),
  voice: voiceSchema.default(DEFAULT_VOICE),
  /** Rate of speech, 1 is natural. */
  speed: between(0.25, 1.5).default(1),
  turnDetection: turnDetectionSchema.default(DEFAULT_TURN_DETECTION),
  /** Filters the caller's audio before the model hears it; `near_field` suits handsets. */
  noiseReduction: oneOf(NOISE_REDUCTION, 'Choose off, near_field or far_field.').default('off'),
  transcription: transcriptionSchema.default(() => transcriptionSchema.parse({})),
})
export type RealtimeSettings = z.infer<typeof realtimeSettingsSchema>

/** As it is stored: catalogues come and go, so any name can be read. */
export const storedRealtimeSchema = z.object({
  ...realtimeSettingsSchema.shape,
  model: z.string(),
  voice: z.string(),
  noiseReduction: z.enum(NOISE_REDUCTION),
  transcription: z.object({ model: z.string(), language: z.string() }),
})

/** The settings with the models that really serve on a day (`YYYY-MM-DD`, UTC). */
export function servedSettings(settings: RealtimeSettings, today: string): RealtimeSettings {
  const { model, transcription } = settings
  return {
    ...settings,
    model: servedModel(model, today),
    transcription: { ...transcription, model: servedModel(transcription.model, today) },
  }
}
