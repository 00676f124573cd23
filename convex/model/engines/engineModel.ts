import type { PriceOf } from '../priceList.ts'

/** '' where an engine has none. */
export interface ModelAndVoice {
  model: string
  voice: string
}

/** A model that an engine needs, and who serves it: as in usage, the vendor's own name. */
export interface ModelInUse {
  vendor: string
  model: string
}

/** What is known of an engine beside how it talks. The `index.ts` of its folder tells it. */
export interface EngineModel<Settings> {
  /** Its name for people. */
  label: string
  /** Which model speaks on a day (`YYYY-MM-DD`, UTC), and with which voice. */
  modelAndVoice(settings: Settings, today: string): ModelAndVoice
  /** The models that it needs: those that talk, and those that write down. */
  modelsOf(settings: Settings): ModelInUse[]
  /** What a line of usage costs, in USD; `null` when it is none of its own. */
  priceOf: PriceOf
}

/** The same with its settings. */
export interface BoundModel {
  modelAndVoice(today: string): ModelAndVoice
  models: ModelInUse[]
}

export function withSettings<Settings>(
  model: EngineModel<Settings>,
  settings: Settings,
): BoundModel {
  return {
    modelAndVoice: (today) => model.modelAndVoice(settings, today),
    models: model.modelsOf(settings),
  }
}
