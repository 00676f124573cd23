import type { EngineModel } from '../engineModel.ts'
import type { MouthSettings, PipelineSettings } from './settings.ts'

export const pipeline: EngineModel<PipelineSettings> = {
  label: 'Pipeline',
  modelAndVoice: ({ brain, mouth }) => ({
    model: brain.kind === 'http' ? '' : brain.model,
    voice: voiceOf(mouth),
  }),
  modelsOf: () => [],
  priceOf: () => null,
}

const voiceOf = ({ voice }: MouthSettings): string => voice
