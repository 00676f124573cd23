/** What there is to choose from for the parts of a pipeline. */
import {
  CHAT_MODELS,
  isRetiredChatModel,
} from '../../../../convex/model/engines/pipeline/chatModels.ts'
import {
  SCRIBE_MODELS,
  SPEECH_MODELS,
} from '../../../../convex/model/engines/pipeline/elevenLabsModels.ts'
import {
  type BrainSettings,
  brainSchema,
  type EarsSettings,
  earsSchema,
  type MouthSettings,
  mouthSchema,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import { isRetired, REALTIME_MODELS } from '../../../../convex/model/engines/realtime/catalogue.ts'
import type { EngineOptions } from '../../../../convex/model/api.ts'
import type { Option } from '../../../lib/option.ts'
import type { Typed } from '../draft.ts'
import { optionsOf } from '../labels.ts'
import { today } from './today.ts'

export type EarsDraft = Typed<EarsSettings>
export type BrainDraft = Typed<BrainSettings>
export type MouthDraft = Typed<MouthSettings>

export const EARS_LABELS: Record<EarsSettings['vendor'], string> = {
  elevenlabs: 'ElevenLabs Scribe',
  openai: 'OpenAI Realtime',
}
export const EARS_OPTIONS = optionsOf(EARS_LABELS)

export const BRAIN_LABELS: Record<BrainSettings['kind'], string> = {
  responses: 'OpenAI model',
  chat_completions: 'OpenAI-compatible endpoint',
  http: 'Your own endpoint',
}
export const BRAIN_OPTIONS = optionsOf(BRAIN_LABELS)

export const MOUTH_LABELS: Record<MouthSettings['vendor'], string> = {
  elevenlabs: 'ElevenLabs',
  openai: 'OpenAI Realtime',
}
export const MOUTH_OPTIONS = optionsOf(MOUTH_LABELS)

type ElevenLabsEars = Extract<EarsSettings, { vendor: 'elevenlabs' }>
export const COMMIT_LABELS: Record<ElevenLabsEars['commit'], string> = {
  vad: 'After a pause',
  turn_prediction: 'As the model predicts',
}
export const COMMIT_OPTIONS = optionsOf(COMMIT_LABELS)

type Reasoning = Extract<BrainSettings, { kind: 'responses' }>['reasoning']
export const REASONING_LABELS: Record<Reasoning, string> = {
  none: 'None: answers at once',
  minimal: 'Minimal',
  low: 'Low',
  medium: 'Medium',
  high: 'High: thinks for seconds',
}
export const REASONING_OPTIONS = optionsOf(REASONING_LABELS)

/** Parts that nobody has set yet. */
export const blankEars = (vendor: EarsSettings['vendor']): EarsDraft => earsSchema.parse({ vendor })
export const blankMouth = (vendor: MouthSettings['vendor']): MouthDraft =>
  mouthSchema.parse({ vendor })

export function blankBrain(kind: BrainSettings['kind']): BrainDraft {
  switch (kind) {
    case 'responses':
      return brainSchema.parse({ kind })
    case 'chat_completions':
      return { kind, baseUrl: '', model: '', key: null }
    case 'http':
      return { kind, url: '', signingSecret: null, bearer: null, tools: false }
  }
}

/** What the account offers, where it tells; else what the catalogue knows. */
export const realtimeNames = (options: EngineOptions | null): readonly string[] =>
  offered(options?.openai.realtimeModels, () =>
    [...REALTIME_MODELS.keys()].filter((name) => !isRetired(name, today())),
  )

export const chatNames = (options: EngineOptions | null): readonly string[] =>
  offered(options?.openai.chatModels, () =>
    [...CHAT_MODELS.keys()].filter((name) => !isRetiredChatModel(name, today())),
  )

export const speechNames = (options: EngineOptions | null): readonly string[] =>
  offered(options?.elevenlabs.speechModels, () => [...SPEECH_MODELS.keys()])

export const SCRIBE_NAMES: readonly string[] = [...SCRIBE_MODELS.keys()]

function offered(
  told: readonly string[] | undefined,
  known: () => readonly string[],
): readonly string[] {
  return told && told.length > 0 ? told : known()
}

/** The account's voices, and the one that is set, whatever became of it; none where it tells none. */
export function accountVoices(options: EngineOptions | null, chosen: string): Option<string>[] {
  const voices = options?.elevenlabs.voices ?? []
  const list = voices.map(({ voice, name, description }) => ({
    value: voice,
    label: description === '' ? name : `${name}: ${description}`,
    group: 'In your account',
  }))
  if (list.length === 0 || list.some(({ value }) => value === chosen)) return list
  return [...list, { value: chosen, label: chosen, group: 'Not in your account' }]
}
