import type { EngineSettings } from '../../convex/model/engines/index.ts'
import type { Engine, EngineBrief, EngineListener, EngineModule } from '../call/ports.ts'
import type { EngineTraits } from '../call/traits.ts'
import type { Accounts } from '../accounts.ts'
import { echo } from './echo/index.ts'
import { pipeline } from './pipeline/index.ts'
import { realtime } from './realtime/index.ts'
import { sip } from './sip/index.ts'

/** What an engine is told, but for its own settings. */
export type SharedBrief = Omit<EngineBrief, 'settings'>

/** An engine with its settings, to be made. */
export interface EngineKit {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts): string | null
  traits(brief: SharedBrief): EngineTraits
  /** `missing` was `null`. */
  create(brief: SharedBrief, accounts: Accounts, listener: EngineListener): Engine
}

/** Every engine an agent can have, by its settings. */
export function engineKit(settings: EngineSettings): EngineKit {
  switch (settings.engine) {
    case 'realtime':
      return withSettings(realtime, settings)
    case 'pipeline':
      return withSettings(pipeline, settings)
    case 'echo':
      return withSettings(echo, settings)
  }
}

/** The same on a line that leads to the model without us: not every engine can be had there. */
export function directKit(settings: EngineSettings): EngineKit {
  switch (settings.engine) {
    case 'realtime':
      return withSettings(sip, settings)
    case 'pipeline':
    case 'echo': {
      const kit = engineKit(settings)
      return { ...kit, missing: () => NOT_DIRECT }
    }
  }
}

const NOT_DIRECT =
  'Calls over OpenAI’s SIP connector are answered by agents whose engine is OpenAI Realtime alone.'

function withSettings<Settings extends EngineSettings>(
  module: EngineModule<Settings>,
  settings: Settings,
): EngineKit {
  return {
    missing: (accounts) => module.missing(accounts, settings),
    traits: (brief) => module.traits({ ...brief, settings }),
    create: (brief, accounts, listener) =>
      module.create({ ...brief, settings }, accounts, listener),
  }
}
