import type { Doc } from '../../../convex/_generated/dataModel.js'
import { useSignedIn } from '../../lib/session.tsx'
import { useSavedHere } from './ownSaves.ts'

/** The operator's password and link are no person's own. */
const SHARED_SUBJECT = 'operator'

/** Who saved an agent's newest version, in words that begin a sentence. */
export interface Saver {
  /** `Ada`, `You`, or `Somebody signed in as Operator`. */
  who: string
  /** What tells the place, with a space before it; empty where it is not known. */
  where: string
}

/** Tells another person from oneself in another window. */
export function useSaver({ _id: agentId, version, updatedBy }: Doc<'agents'>): Saver {
  const { operator } = useSignedIn()
  const here = useSavedHere({ agentId, version })
  if (here) return { who: 'You', where: ' in another window' }
  if (updatedBy !== operator.name) return { who: updatedBy, where: '' }
  if (operator.subject !== SHARED_SUBJECT) return { who: 'You', where: ' on another device' }
  return { who: `Somebody signed in as ${updatedBy}`, where: '' }
}
