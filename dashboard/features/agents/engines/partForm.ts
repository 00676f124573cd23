import type { EngineOptions } from '../../../../convex/model/api.ts'
import type { AboutAgent } from './engineForm.ts'

/** What the form of a part needs. */
export interface PartFormProps<Part> {
  part: Part
  change: (part: Part) => void
  /** By the path within the part's settings. */
  errorAt: (path: string) => string | undefined
  options: EngineOptions | null
}

/** The same of a brain, which has secrets. */
export interface BrainFormProps<Part> extends PartFormProps<Part> {
  about: AboutAgent
  /** Where its settings stand in the agent's. */
  path: string
}
