import * as z from 'zod'

/**
 * The voices OpenAI Realtime speaks with, and what they are like.
 * Source: `RealtimeAudioConfigOutput.voice` in the `openai` package's types.
 */
export const VOICES: ReadonlyMap<string, string> = new Map([
  ['marin', 'Warm and natural; recommended by OpenAI'],
  ['cedar', 'Calm and low; recommended by OpenAI'],
  ['alloy', 'Neutral and even'],
  ['ash', 'Clear and confident'],
  ['ballad', 'Soft and expressive'],
  ['coral', 'Friendly and bright'],
  ['echo', 'Steady and deep'],
  ['sage', 'Composed and gentle'],
  ['shimmer', 'Light and upbeat'],
  ['verse', 'Versatile and lively'],
])

export const DEFAULT_VOICE = 'verse'

/**
 * Voices that exist only in OpenAI's text-to-speech API, and the Realtime voice that comes nearest.
 * Realtime refuses the legacy names, so they are mapped when settings are saved.
 */
export const LEGACY_VOICES: ReadonlyMap<string, string> = new Map([
  ['fable', 'ballad'],
  ['onyx', 'cedar'],
  ['nova', 'marin'],
])

/** Accepts a Realtime voice, or a legacy name which becomes its nearest Realtime voice. */
export const voiceSchema = z
  .string()
  .overwrite((name) => LEGACY_VOICES.get(name) ?? name)
  .refine((name) => VOICES.has(name), { error: 'Choose one of the voices in the list.' })

/** The sentence to show beside the field when a legacy name was mapped; `null` when none was. */
export function legacyVoiceNotice(name: string): string | null {
  const nearest = LEGACY_VOICES.get(name)
  if (!nearest) return null
  return `“${name}” exists only in text to speech; calls use “${nearest}”, the nearest Realtime voice.`
}
