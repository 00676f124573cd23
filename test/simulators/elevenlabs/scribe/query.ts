/** https://elevenlabs.io/docs/api-reference/speech-to-text/v-1-speech-to-text-realtime */
import * as z from 'zod'
import { SCRIBE_MODELS } from '../catalogue.ts'
import { flag, list, numberFrom, problemOf, readQuery, wholeFrom } from '../query.ts'
import { SOUND_FORMATS } from '../sound.ts'

const language = z.string().regex(/^[a-z]{2,3}$/)

const querySchema = z.strictObject({
  model_id: z.string(),
  token: z.string().optional(),
  audio_format: z.enum(SOUND_FORMATS).default('pcm_16000'),
  commit_strategy: z.enum(['manual', 'vad', 'turn_prediction']).optional(),
  vad_silence_threshold_secs: numberFrom(0.3, 3).default(1.5),
  vad_threshold: numberFrom(0.1, 0.9).default(0.4),
  min_speech_duration_ms: wholeFrom(50, 2000).default(100),
  min_silence_duration_ms: wholeFrom(50, 2000).default(100),
  language_code: language.optional(),
  secondary_languages: list.pipe(z.array(language)).optional(),
  include_timestamps: flag.default(false),
  include_language_detection: flag.default(false),
  keyterms: list.pipe(z.array(z.string().max(20)).max(50)).optional(),
  no_verbatim: flag.default(false),
  entity_detection: list.optional(),
  transcript_edit: z.string().max(2000).optional(),
  filter_background_audio: flag.default(false),
  enable_logging: flag.default(true),
})

export interface ScribeConfig extends z.infer<typeof querySchema> {
  commit_strategy: 'manual' | 'vad' | 'turn_prediction'
}

/** A session's settings, or what is wrong with them. */
export function readConfig(params: URLSearchParams): ScribeConfig | { problem: string } {
  const parsed = querySchema.safeParse(readQuery(params))
  if (!parsed.success) return { problem: problemOf(parsed.error) }
  const { data } = parsed
  const model = Object.hasOwn(SCRIBE_MODELS, data.model_id)
    ? SCRIBE_MODELS[data.model_id]
    : undefined
  if (!model) return { problem: `Unsupported model_id: ${data.model_id}` }
  if (data.include_timestamps && data.filter_background_audio) {
    return { problem: 'filter_background_audio cannot be combined with include_timestamps.' }
  }
  const usual = model.predictsTurns ? 'turn_prediction' : 'manual'
  const commit_strategy = data.commit_strategy ?? usual
  if (commit_strategy === 'turn_prediction' && !model.predictsTurns) {
    return { problem: `${data.model_id} does not support turn_prediction.` }
  }
  return { ...data, commit_strategy }
}
