import type { MouthSettings } from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../../../accounts.ts'
import type { Mouth, PartBrief, PartListener, PartModule } from '../../../call/ports.ts'
import { realtimeMouth } from '../realtimeVoice/index.ts'
import { elevenLabsMouth } from './elevenlabs/index.ts'

/** A mouth with its settings, to be made. */
export interface MouthKit {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts): string | null
  /** `missing` was `null`. */
  create(brief: PartBrief, accounts: Accounts, listener: PartListener): Mouth
}

/** Every mouth an agent can have, by its settings. */
export function mouthKit(settings: MouthSettings): MouthKit {
  switch (settings.vendor) {
    case 'elevenlabs':
      return withSettings(elevenLabsMouth, settings)
    case 'openai':
      return withSettings(realtimeMouth, settings)
  }
}

function withSettings<Settings>(
  module: PartModule<Settings, PartListener, Mouth>,
  settings: Settings,
): MouthKit {
  return {
    missing: (accounts) => module.missing(settings, accounts),
    create: (brief, accounts, listener) => module.create(settings, brief, accounts, listener),
  }
}
