/** The models and voices that this server knows, in the API's own shapes. */

export const SCRIBE_MODELS: Readonly<Record<string, { predictsTurns: boolean }>> = {
  scribe_v2_realtime: { predictsTurns: false },
  scribe_v3_live: { predictsTurns: true },
}

const SPEECH_MODELS = {
  eleven_flash_v2_5: 'Eleven Flash v2.5',
  eleven_flash_v2: 'Eleven Flash v2',
  eleven_multilingual_v2: 'Eleven Multilingual v2',
  eleven_turbo_v2_5: 'Eleven Turbo v2.5',
} as const

export const speaks = (model: string): boolean => Object.hasOwn(SPEECH_MODELS, model)

/** The others are told no language, and refuse to be. */
export const takesLanguage = (model: string): boolean => model.endsWith('_v2_5')

export function listModels(): Record<string, unknown>[] {
  const rows = Object.entries(SPEECH_MODELS).map(([model_id, name]) => ({
    model_id,
    name,
    can_do_text_to_speech: true,
    can_do_voice_conversion: false,
    languages: [{ language_id: 'en', name: 'English' }],
  }))
  const sts = {
    model_id: 'eleven_multilingual_sts_v2',
    name: 'Eleven Multilingual STS v2',
    can_do_text_to_speech: false,
    can_do_voice_conversion: true,
    languages: [],
  }
  return [...rows, sts]
}

interface KnownVoice {
  name: string
  labels: Record<string, string>
  /** Which of the simulator's voices it sounds like. */
  sounds: 'slt' | 'rms'
}

const VOICES: Readonly<Record<string, KnownVoice>> = {
  '21m00Tcm4TlvDq8ikWAM': {
    name: 'Rachel',
    labels: { gender: 'female', accent: 'american', age: 'young' },
    sounds: 'slt',
  },
  pNInz6obpgDQGcFmaJgB: {
    name: 'Adam',
    labels: { gender: 'male', accent: 'american', age: 'middle_aged' },
    sounds: 'rms',
  },
  EXAVITQu4vr4xnSDxMaL: {
    name: 'Sarah',
    labels: { gender: 'female', accent: 'american', age: 'young' },
    sounds: 'slt',
  },
}

export const voiceOf = (voiceId: string): KnownVoice | undefined =>
  Object.hasOwn(VOICES, voiceId) ? VOICES[voiceId] : undefined

export const listVoices = (): Record<string, unknown>[] =>
  Object.entries(VOICES).map(([voice_id, { name, labels }]) => ({
    voice_id,
    name,
    category: 'premade',
    labels,
    description: null,
    available_for_tiers: [],
    high_quality_base_model_ids: ['eleven_flash_v2_5'],
  }))
