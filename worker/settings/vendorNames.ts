/** Names of OpenAI's models and voices, as people have them in their settings. */
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

export const isVoice = (name: string): boolean => VOICES.has(name) || LEGACY_VOICES.has(name)
export const isTranscriptionModel = (name: string): boolean => TRANSCRIPTION_MODELS.has(name)

export const REALTIME_NAMES: readonly string[] = [...REALTIME_MODELS.keys()]
export const VOICE_NAMES: readonly string[] = [...VOICES.keys()]
export const TRANSCRIPTION_NAMES: readonly string[] = [...TRANSCRIPTION_MODELS.keys()]
