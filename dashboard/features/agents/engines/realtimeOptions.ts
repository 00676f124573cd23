/** What there is to choose from for OpenAI Realtime. */
import type { CatalogueModel } from '../../../../convex/model/engines/catalogue.ts'
import {
  isRetired,
  REALTIME_MODELS,
  TRANSCRIPTION_MODELS,
} from '../../../../convex/model/engines/realtime/catalogue.ts'
import type { RealtimeSettings } from '../../../../convex/model/engines/realtime/settings.ts'
import { LEGACY_VOICES, VOICES } from '../../../../convex/model/engines/realtime/voices.ts'
import { LANGUAGES } from '../../../../convex/model/locales.ts'
import type { Option } from '../../../lib/option.ts'
import { capitalised, optionsOf } from '../labels.ts'

/** The models that can be had on a day, and the one that is set, whatever became of it. */
export const modelOptions = (chosen: string, today: string) =>
  optionsFrom(REALTIME_MODELS, chosen, today)

export const transcriptionOptions = (chosen: string, today: string) =>
  optionsFrom(TRANSCRIPTION_MODELS, chosen, today)

function optionsFrom(
  catalogue: ReadonlyMap<string, CatalogueModel>,
  chosen: string,
  today: string,
): Option<string>[] {
  const offered = [...catalogue].filter(([name]) => name === chosen || !isRetired(name, today))
  const options = offered.map(([value, { label, shutdownDate }]): Option<string> => {
    if (!shutdownDate) return { value, label, group: 'Current' }
    return { value, label: `${label} (until ${shutdownDate})`, group: 'To be retired' }
  })
  return catalogue.has(chosen) ? options : [...options, unknown(chosen)]
}

/** Without it, the list would show another name than the one that is stored. */
const unknown = (value: string): Option<string> => ({
  value,
  label: value,
  group: 'Not known here',
})

export function voiceOptions(chosen: string): Option<string>[] {
  const voices = [...VOICES].map(([value, description]) => ({
    value,
    label: `${capitalised(value)}: ${description}`,
    group: 'Realtime voices',
  }))
  const legacy = [...LEGACY_VOICES].map(([value, nearest]) => ({
    value,
    label: `${capitalised(value)}: becomes ${capitalised(nearest)}`,
    group: 'Text to speech only',
  }))
  const all = [...voices, ...legacy]
  return all.some(({ value }) => value === chosen) ? all : [...all, unknown(chosen)]
}

export const NOISE_REDUCTION_LABELS: Record<RealtimeSettings['noiseReduction'], string> = {
  off: 'Off',
  near_field: 'Near: handsets and headsets',
  far_field: 'Far: speakerphones and rooms',
}
export const NOISE_REDUCTION_OPTIONS = optionsOf(NOISE_REDUCTION_LABELS)

const LANGUAGE_LABELS: ReadonlyMap<string, string> = new Map([
  ['locale', 'The agent’s own language'],
  ['auto', 'Any: the model finds out'],
  ...[...LANGUAGES].toSorted(([, a], [, b]) => a.localeCompare(b)),
])
export const LANGUAGE_OPTIONS = [...LANGUAGE_LABELS].map(([value, label]) => ({ value, label }))

export const languageLabel = (language: string) => LANGUAGE_LABELS.get(language) ?? language
