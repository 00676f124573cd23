import type { Capability, VoiceSettings } from '../../../convex/model/agent.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import { modelSchema, type RealtimeModelName, realtimeModel } from '../../../convex/model/models.ts'
import { LEGACY_VOICES, VOICES } from '../../../convex/model/voices.ts'
import type { Option } from '../../lib/option.ts'

export const CAPABILITY_LABELS: Record<Capability, string> = {
  voice: 'Voice',
  web_chat: 'Web chat',
}

export const NOISE_REDUCTION_LABELS: Record<VoiceSettings['noiseReduction'], string> = {
  off: 'Off',
  near_field: 'Near: handsets and headsets',
  far_field: 'Far: speakerphones and rooms',
}

export const MODEL_OPTIONS: Option<RealtimeModelName>[] = modelSchema.options.map((name) => {
  const { label, shutdownDate } = realtimeModel(name)
  if (!shutdownDate) return { value: name, label, group: 'GPT Realtime' }
  return { value: name, label: `${label} (until ${shutdownDate})`, group: 'To be retired' }
})

export const VOICE_OPTIONS: Option<string>[] = [
  ...Object.entries(VOICES).map(([name, description]) => ({
    value: name,
    label: `${capitalised(name)}: ${description}`,
    group: 'Realtime voices',
  })),
  ...Object.entries(LEGACY_VOICES).map(([name, nearest]) => ({
    value: name,
    label: `${capitalised(name)}: becomes ${capitalised(nearest)}`,
    group: 'Text to speech only',
  })),
]

export const LOCALE_OPTIONS = optionsOf(LOCALES)

export const NOISE_REDUCTION_OPTIONS = optionsOf(NOISE_REDUCTION_LABELS)

export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function optionsOf<Key extends string>(labels: Record<Key, string>): Option<Key>[] {
  const options: Option<Key>[] = []
  for (const value in labels) options.push({ value, label: labels[value] })
  return options
}
