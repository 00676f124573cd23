import * as z from 'zod'
import type { CallView } from '../liveCall.ts'

/** The detail of the event by which another agent took the call over. */
const handedOffSchema = z.object({ agentId: z.string(), name: z.string(), version: z.number() })

/** The agent who talks: the one that answered, or the last that took the call over. */
export function agentIdNow({ call, events }: CallView): string | null {
  for (const { kind, detail } of events.toReversed()) {
    const handedOff = kind === 'note' && detail !== null ? readAs(handedOffSchema, detail) : null
    if (handedOff) return handedOff.agentId
  }
  return call.agentId
}

function readAs<T>(schema: z.ZodType<T>, detail: string): T | null {
  try {
    return schema.safeParse(JSON.parse(detail)).data ?? null
  } catch {
    return null
  }
}
