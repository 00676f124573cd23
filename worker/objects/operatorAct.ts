import type { AfterCallAct } from '../aftercall/index.ts'

/** What an operator may do to a call: end one that runs; empty the object of one that is over, or have it try again. */
export type OperatorAct = { do: 'end' } | { do: 'forget' } | AfterCallAct
