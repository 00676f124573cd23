/** Names of OpenAI's models and voices, as people have them in their settings. */
import { RACHEL } from '../../convex/model/engines/pipeline/catalogue.ts'
import { chatModelOf } from '../../convex/model/engines/pipeline/chatModels.ts'
import {
  DEFAULT_MODEL,
  REALTIME_MODELS,
  TRANSCRIPTION_MODELS,
} from '../../convex/model/engines/realtime/catalogue.ts'
import { LEGACY_VOICES, VOICES } from '../../convex/model/engines/realtime/voices.ts'

/**
 * Realtime models from before the family of today: OpenAI serves them no more.
 * https://developers.openai.com/api/docs/deprecations
 */
const RETIRED = /^gpt-4o(-mini)?-realtime(-preview)?$/
/** The date of a snapshot. */
const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/

/** The model of today that a name means; `null` for one that is no Realtime model. */
export function currentModel(name: string): string | null {
  const family = name.replace(SNAPSHOT, '')
  if (REALTIME_MODELS.has(family)) return family
  const retired = family.match(RETIRED)
  if (!retired) return null
  return retired[1] === undefined ? DEFAULT_MODEL : `${DEFAULT_MODEL}-mini`
}

/** Names of models that write: what is made for sound, pictures or vectors answers no question. */
const CHAT_NAME = /^(ft:)?(gpt-\d|o\d|chatgpt-)/
const OTHER_TRADE =
  /realtime|live|audio|transcribe|tts|whisper|image|embedding|moderation|search|instruct/

/** Whether the name is one of a model of OpenAI's that talks, or writes. */
export function isOpenAiModel(name: string): boolean {
  const writes = CHAT_NAME.test(name) && !OTHER_TRADE.test(name)
  return currentModel(name) !== null || writes
}

/** The model that new agents think with: one whose end is known leaves its place to its successor. */
export const lastingChatModel = (name: string): string => chatModelOf(name)?.successor ?? name

/** The id of a voice of ElevenLabs', by itself or by the one name that everybody knows; `null`: neither. */
export function elevenLabsVoiceId(voice: string): string | null {
  if (/^rachel$/i.test(voice)) return RACHEL
  return /^[A-Za-z0-9]{16,40}$/.test(voice) ? voice : null
}

export const isVoice = (name: string): boolean => VOICES.has(name) || LEGACY_VOICES.has(name)
export const isTranscriptionModel = (name: string): boolean => TRANSCRIPTION_MODELS.has(name)

export const REALTIME_NAMES: readonly string[] = [...REALTIME_MODELS.keys()]
export const VOICE_NAMES: readonly string[] = [...VOICES.keys()]
export const TRANSCRIPTION_NAMES: readonly string[] = [...TRANSCRIPTION_MODELS.keys()]
