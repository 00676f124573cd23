import type { BrainSettings } from '../../convex/model/engines/pipeline/settings.ts'
import type { Accounts } from '../accounts.ts'
import type { Brain, PartBrief, PartListener, PartModule } from '../call/ports.ts'
import { chatCompletions } from './chatCompletions/index.ts'
import { http } from './http/index.ts'
import { responses } from './responses/index.ts'

/** A brain with its settings, to be made. */
export interface BrainKit {
  /** What is missing before it can be used, in one sentence; `null`: nothing. */
  missing(accounts: Accounts): string | null
  /** `missing` was `null`. */
  create(brief: PartBrief, accounts: Accounts, listener: PartListener): Brain
}

/** Every brain an agent can have, by its settings. */
export function brainKit(settings: BrainSettings): BrainKit {
  switch (settings.kind) {
    case 'responses':
      return withSettings(responses, settings)
    case 'chat_completions':
      return withSettings(chatCompletions, settings)
    case 'http':
      return withSettings(http, settings)
  }
}

function withSettings<Settings>(
  module: PartModule<Settings, PartListener, Brain>,
  settings: Settings,
): BrainKit {
  return {
    missing: (accounts) => module.missing(settings, accounts),
    create: (brief, accounts, listener) => module.create(settings, brief, accounts, listener),
  }
}
