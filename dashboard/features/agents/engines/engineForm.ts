import type { EngineSettings } from '../../../../convex/model/engines/index.ts'
import type { Locale } from '../../../../convex/model/locales.ts'
import type { Typed } from '../draft.ts'
import type { AgentForm } from '../useAgentForm.ts'

/** Whose engine it is. */
export interface AboutAgent {
  /** `null`: the agent is not there yet, so nothing can be stored with it. */
  agentId: string | null
  /** As they are typed. */
  instructions: string
  locale: Locale
  /** Where its settings stand in the agent's. */
  place: 'engine' | 'otherEngine'
}

/** What the form of an engine needs. */
export interface EngineFormProps<Settings extends EngineSettings> {
  settings: Typed<Settings>
  change: (settings: Typed<Settings>) => void
  /** By the path within the engine's settings. */
  errorAt: (path: string) => string | undefined
  about: AboutAgent
}

export function aboutOf({ agentId, values }: AgentForm, place: AboutAgent['place']): AboutAgent {
  const { instructions, voice } = values
  return { agentId, instructions, locale: voice.locale, place }
}
