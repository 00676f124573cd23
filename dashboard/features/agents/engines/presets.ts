/** The ways of talking that one chooses from: engines, and pipelines with their parts already chosen. */
import {
  defaultsOf,
  ENGINE_LABELS,
  type EngineName,
} from '../../../../convex/model/engines/index.ts'
import {
  type PipelineSettings,
  pipelineSettingsSchema,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Option } from '../../../lib/option.ts'
import type { EngineDraft, Typed } from '../draft.ts'
import { blankBrain } from './pipelineOptions.ts'

type PipelineDraft = Typed<PipelineSettings>

/** `mixed`: a pipeline whose parts were chosen one by one. */
export type Preset = Exclude<EngineName, 'pipeline'> | 'your_brain' | 'elevenlabs' | 'mixed'

const PRESETS: readonly Option<Preset>[] = [
  { value: 'realtime', label: ENGINE_LABELS.realtime },
  { value: 'your_brain', label: 'Your brain, Realtime voice' },
  { value: 'elevenlabs', label: 'ElevenLabs pipeline' },
  { value: 'echo', label: ENGINE_LABELS.echo },
]
const MIXED: Option<Preset> = { value: 'mixed', label: 'Pipeline of your own' }

/** One makes a mixture by changing parts, so it is only there to be seen. */
export const presetOptions = (current: Preset | null): readonly Option<Preset>[] =>
  current === 'mixed' ? [...PRESETS, MIXED] : PRESETS

export function presetOf(settings: EngineDraft): Preset {
  return settings.engine === 'pipeline' ? presetOfParts(settings) : settings.engine
}

function presetOfParts({ ears, brain, mouth }: PipelineDraft): Preset {
  if (ears.vendor !== mouth.vendor) return 'mixed'
  if (ears.vendor === 'elevenlabs') return 'elevenlabs'
  return brain.kind === 'http' ? 'your_brain' : 'mixed'
}

/** Another engine begins with its defaults; a pipeline keeps what the preset has no part in. */
export function withPreset(from: EngineDraft | null, preset: Preset): EngineDraft {
  const pipeline = from?.engine === 'pipeline' ? from : null
  switch (preset) {
    case 'realtime':
    case 'echo':
      return from?.engine === preset ? from : defaultsOf(preset)
    case 'elevenlabs':
      return { ...(pipeline ?? parsed({})), ...partsOf(parsed({})) }
    case 'your_brain': {
      const parts = partsOf(parsed({ ears: { vendor: 'openai' }, mouth: { vendor: 'openai' } }))
      const brain = pipeline?.brain.kind === 'http' ? pipeline.brain : blankBrain('http')
      return { ...(pipeline ?? parsed({})), ...parts, brain }
    }
    case 'mixed':
      return pipeline ?? parsed({})
  }
}

const parsed = (parts: object): PipelineDraft =>
  pipelineSettingsSchema.parse({ engine: 'pipeline', ...parts })

const partsOf = ({ ears, mouth }: PipelineDraft) => ({ ears, mouth })
