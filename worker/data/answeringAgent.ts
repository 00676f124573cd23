import * as z from 'zod'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { NUMBER_WAYS } from '../../convex/model/phoneNumber.ts'

const waySchema = z.object({ way: z.enum(NUMBER_WAYS) })

/** Who answers a number, and how its calls reach them; of the release before, or kept by it: by a stream. */
export const answeringAgentSchema = z.unknown().transform((stored) => ({
  ...keptSnapshotSchema.parse(stored),
  way: waySchema.safeParse(stored).data?.way ?? ('stream' as const),
}))
export type AnsweringAgent = z.infer<typeof answeringAgentSchema>
