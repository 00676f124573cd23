/** https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input */
import * as z from 'zod'
import { speaks, takesLanguage } from '../catalogue.ts'
import { flag, problemOf, readQuery, wholeFrom } from '../query.ts'
import { SOUND_FORMATS } from '../sound.ts'

const querySchema = z.strictObject({
  model_id: z.string().default('eleven_multilingual_v2'),
  language_code: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  output_format: z.enum(SOUND_FORMATS),
  inactivity_timeout: wholeFrom(1, 180).default(20),
  auto_mode: flag.default(false),
  sync_alignment: flag.default(false),
  enable_logging: flag.default(true),
  enable_ssml_parsing: flag.default(false),
  apply_text_normalization: z.enum(['auto', 'on', 'off']).default('auto'),
  seed: wholeFrom(0, 4_294_967_295).optional(),
})
export type SpeechConfig = z.infer<typeof querySchema>

/** A socket's settings, or what is wrong with them. */
export function readSpeechConfig(
  params: URLSearchParams,
): SpeechConfig | { error: string; message: string } {
  const parsed = querySchema.safeParse(readQuery(params))
  if (!parsed.success) return { error: 'invalid_request', message: problemOf(parsed.error) }
  const { model_id, language_code } = parsed.data
  if (!speaks(model_id)) {
    return { error: 'model_not_found', message: `A model with ID ${model_id} does not exist` }
  }
  if (language_code !== undefined && !takesLanguage(model_id)) {
    const message = `Model ${model_id} does not support the language_code parameter`
    return { error: 'unsupported_language', message }
  }
  return parsed.data
}
