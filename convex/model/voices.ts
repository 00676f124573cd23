import * as z from 'zod'

/**
 * The voices OpenAI Realtime speaks with.
 * Source: `RealtimeAudioConfigOutput.voice` in the `openai` package's types.
 */
export const VOICES = {
  marin: 'Warm and natural; recommended by OpenAI',
  cedar: 'Calm and low; recommended by OpenAI',
  alloy: 'Neutral and even',
  ash: 'Clear and confident',
  ballad: 'Soft and expressive',
  coral: 'Friendly and bright',
  echo: 'Steady and deep',
  sage: 'Composed and gentle',
  shimmer: 'Light and upbeat',
  verse: 'Versatile and lively',
} as const satisfies Record<string, string>

export type Voice = keyof typeof VOICES

const VOICE_NAMES = Object.keys(VOICES) as [Voice, ...Voice[]]

/**
 * Voices that exist only in OpenAI's text-to-speech API, and the Realtime voice that comes nearest.
 * Realtime refuses the legacy names, so they are mapped when settings are saved.
 */
export const LEGACY_VOICES = {
  fable: 'ballad',
  onyx: 'cedar',
  nova: 'marin',
} as const satisfies Record<string, Voice>

export const DEFAULT_VOICE: Voice = 'verse'

/** Accepts a Realtime voice, or a legacy name which becomes its nearest Realtime voice. */
export const voiceSchema = z
  .string()
  .transform((name) => (isLegacyVoice(name) ? LEGACY_VOICES[name] : name))
  .pipe(z.enum(VOICE_NAMES, { error: 'Choose one of the voices in the list.' }))

export function isLegacyVoice(name: string): name is keyof typeof LEGACY_VOICES {
  return Object.hasOwn(LEGACY_VOICES, name)
}

/** The sentence to show beside the field when a legacy name was mapped; `null` when none was. */
export function legacyVoiceNotice(name: string): string | null {
  if (!isLegacyVoice(name)) return null
  return `“${name}” exists only in text to speech; calls use “${LEGACY_VOICES[name]}”, the nearest Realtime voice.`
}
