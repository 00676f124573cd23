import type { EmbeddedHost } from '../data/connection.ts'
import type { CallDirectory } from './CallDirectory.ts'

/** The bindings that a call uses itself. */
export interface CallBindings {
  DIRECTORY: DurableObjectNamespace<CallDirectory>
  CONVEX: EmbeddedHost
}
