import type {
  EarsSettings,
  VadSettings,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../accounts.ts'
import type { Ears, EarsListener, EarsModule, EarsTraits, PartBrief } from '../../../call/ports.ts'
import { realtimeEars } from '../realtimeVoice/index.ts'
import { scribe } from './scribe/index.ts'

/** Ears with their settings, to be made. */
export interface EarsKit {
  /** What is missing before they can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts): string | null
  traits: EarsTraits
  /** `missing` was `null`. */
  create(brief: PartBrief, accounts: Accounts, listener: EarsListener): Ears
}

/** Every pair of ears an agent can have, by its settings. `vad`: who finds the ends of turns. */
export function earsKit(settings: EarsSettings, vad: VadSettings): EarsKit {
  switch (settings.vendor) {
    case 'elevenlabs':
      return withSettings(scribe, { ...settings, vad })
    case 'openai':
      return withSettings(realtimeEars, { ...settings, vad })
  }
}

function withSettings<Settings>(
  module: EarsModule<Settings>,
  settings: Settings & { vad: VadSettings },
): EarsKit {
  return {
    missing: (accounts) => module.missing(settings, accounts),
    traits: module.traits(settings),
    create: (brief, accounts, listener) => module.create(settings, brief, accounts, listener),
  }
}
