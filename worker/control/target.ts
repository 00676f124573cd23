import { type Destination, destinationSchema } from '../../convex/model/destination.ts'
import type { Transfer } from './order.ts'

/** A person to put the caller through to, or the status and the sentence of a refusal. */
export type Target = { to: Destination } | { status: 400 | 403 | 409; error: string }

/** `anyNumber`: whether who asks may choose one that is no destination of the agent's. */
export function targetOf(
  { destination, phoneNumber }: Transfer,
  known: readonly Destination[],
  anyNumber: boolean,
): Target {
  if (phoneNumber !== undefined) {
    if (!anyNumber) return { status: 403, error: ONLY_DESTINATIONS }
    const target = { kind: 'phone', phoneNumber }
    return { to: destinationSchema.parse({ name: phoneNumber, target }) }
  }
  const [only, ...others] = known
  if (!only) return { status: 409, error: 'The agent of this call has no destination.' }
  const named = `It has ${known.map(({ name }) => `“${name}”`).join(', ')}.`
  if (destination === undefined) {
    if (others.length === 0) return { to: only }
    return { status: 400, error: `Name a destination of the agent’s. ${named}` }
  }
  const to = known.find(({ name }) => name === destination)
  if (to) return { to }
  return { status: 400, error: `The agent has no destination of this name. ${named}` }
}

const ONLY_DESTINATIONS =
  'Only destinations of the agent’s can be reached: CONTROL_API_NUMBERS is not true.'
