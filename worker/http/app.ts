import type { ChatAgent } from '../../convex/model/agent.ts'
import type { Bindings } from '../bindings.ts'
import type { FormParams } from '../carriers/twilio/signature.ts'

/** A signed-in person. */
export interface Operator {
  /** Stable id. */
  subject: string
  /** Shown to people: who saved this. */
  name: string
}

/** How an answer is for pages of others. */
export type Shared =
  /** They may load it, as a script or a style sheet. */
  | { as: 'file' }
  /** Those of these origins may show it in a frame. `scripts`: whose scripts it runs beside ours. */
  | { as: 'page'; origins: readonly string[]; scripts: readonly string[] }

/** What every request brings. */
export interface App {
  Bindings: Bindings
  Variables: {
    /** There behind `operatorOnly`. */
    operator: Operator
    /** The form that Twilio signed; there behind `twilioSignature`. */
    form: FormParams
    /** The agent that a visitor of a web page writes to; there behind `chatPagesOnly`. */
    chatAgent: ChatAgent
    /** What pages of others may do with the answer; absent: nothing. */
    shared?: Shared
  }
}
