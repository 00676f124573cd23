/** What turns the caller's speech into the transcript, and which language it expects. */
import * as z from 'zod'
import { LANGUAGES } from '../../locales.ts'
import { DEFAULT_TRANSCRIPTION_MODEL, TRANSCRIPTION_MODELS } from './catalogue.ts'

export const listed = (catalogue: ReadonlyMap<string, unknown>) =>
  z.string().refine((name) => catalogue.has(name), {
    error: 'Choose one of the models in the list.',
  })

/** `locale`: the agent's own language; `auto`: the model finds out; or an ISO 639-1 code. */
export const languageSchema = z
  .string()
  .refine((language) => ['locale', 'auto'].includes(language) || LANGUAGES.has(language), {
    error: 'Choose one of the languages in the list.',
  })

export const transcriptionSchema = z.object({
  model: listed(TRANSCRIPTION_MODELS).default(DEFAULT_TRANSCRIPTION_MODEL),
  /** What callers are expected to speak. */
  language: languageSchema.default('locale'),
})
