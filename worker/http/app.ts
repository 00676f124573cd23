import type { Bindings } from '../bindings.ts'
import type { FormParams } from '../carriers/twilio/signature.ts'

/** A signed-in person. */
export interface Operator {
  /** Stable id. */
  subject: string
  /** Shown to people: who saved this. */
  name: string
}

/** What every request brings. */
export interface App {
  Bindings: Bindings
  Variables: {
    /** There behind `operatorOnly`. */
    operator: Operator
    /** The form that Twilio signed; there behind `twilioSignature`. */
    form: FormParams
  }
}
