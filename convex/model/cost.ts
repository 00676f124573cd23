import type { Usage } from './call.ts'
import { modelSchema, realtimeModel, TRANSCRIPTION_PRICE_PER_MINUTE } from './models.ts'

/** What the model's tokens cost, in USD; a model that is not in the catalogue costs an unknown 0. */
export function modelCost(model: string, usage: Usage): number {
  const known = modelSchema.safeParse(model)
  if (!known.success) return 0
  const { prices } = realtimeModel(known.data)
  const micro =
    usage.textIn * prices.textIn +
    usage.textCached * prices.textCached +
    usage.textOut * prices.textOut +
    usage.audioIn * prices.audioIn +
    usage.audioCached * prices.audioCached +
    usage.audioOut * prices.audioOut
  return micro / 1_000_000
}

/** What transcribing the caller costs, in USD. */
export function transcriptionCost(usage: Usage): number {
  return (usage.transcribedSec / 60) * TRANSCRIPTION_PRICE_PER_MINUTE
}
