import type { TransferTarget } from '../../convex/model/destination.ts'

/** Why somebody is not to be rung. */
export interface NotRung {
  why: 'high_cost' | 'leads_here'
  /** For people. */
  sentence: string
}

interface Circumstances {
  /** Whether a number is answered here, so that the call would come back. */
  leadsHere(phoneNumber: string): Promise<boolean>
  /** A person has confirmed that they mean it, whatever it costs. */
  confirmed: boolean
}

/** `null`: they may be rung. What costs far more than other calls takes a person’s word. */
export async function whyNotRung(
  target: TransferTarget,
  { leadsHere, confirmed }: Circumstances,
): Promise<NotRung | null> {
  if (target.kind === 'sip') return null
  const { phoneNumber } = target
  const kind = confirmed ? null : await costlyKind(phoneNumber)
  if (kind !== null) return { why: 'high_cost', sentence: `${phoneNumber} is ${kind}: ${COSTLY}` }
  if (!(await leadsHere(phoneNumber))) return null
  const sentence = `${phoneNumber} is answered here: the call would come back.`
  return { why: 'leads_here', sentence }
}

const COSTLY = 'a minute can cost several dollars. It is called only where an operator confirms it.'

/** The tables of the world's numbering plans are loaded for whoever is to be rung. */
async function costlyKind(phoneNumber: string): Promise<string | null> {
  const { highCostKind } = await import('../../convex/lib/highCostKind.ts')
  return highCostKind(phoneNumber)
}
