import type { EngineModel } from '../engineModel.ts'
import { servedModel } from './catalogue.ts'
import { realtimePrice, VENDOR } from './prices.ts'
import type { RealtimeSettings } from './settings.ts'

export const realtime: EngineModel<RealtimeSettings> = {
  label: 'OpenAI Realtime',
  modelAndVoice: ({ model, voice }, today) => ({ model: servedModel(model, today), voice }),
  modelsOf: ({ model, transcription }) => [
    { vendor: VENDOR, model },
    { vendor: VENDOR, model: transcription.model },
  ],
  priceOf: realtimePrice,
}
