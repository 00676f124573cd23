import type { EngineModel } from '../engineModel.ts'
import type { EchoSettings } from './settings.ts'

/** It has no model, and costs nothing. */
export const echo: EngineModel<EchoSettings> = {
  label: 'Echo',
  modelAndVoice: () => ({ model: '', voice: '' }),
  modelsOf: () => [],
  priceOf: () => null,
}
