import type { EngineSettings } from '../../../../convex/model/engines/index.ts'
import type { Typed } from '../draft.ts'

/** What the form of an engine needs. */
export interface EngineFormProps<Settings extends EngineSettings> {
  settings: Typed<Settings>
  change: (settings: Typed<Settings>) => void
  /** By the path within the engine's settings. */
  errorAt: (path: string) => string | undefined
}
