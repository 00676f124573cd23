import type { Bindings } from '../bindings.ts'

/** A signed-in person. */
export interface Operator {
  /** Stable id. */
  subject: string
  /** Shown to people: who saved this. */
  name: string
}

/** What every request brings. `operator` is there behind `operatorOnly`. */
export interface App {
  Bindings: Bindings
  Variables: { operator: Operator }
}
