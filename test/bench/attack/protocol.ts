/** What the bench asks of the attacker's process, and what that answers. */
import * as z from 'zod'

export const commandSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('attack'),
    name: z.string(),
    origin: z.string(),
    bytesPerSec: z.number(),
  }),
  z.object({ do: z.literal('stop') }),
])
export type Command = z.infer<typeof commandSchema>

/** What came of the blows that were struck, by how the Worker ended them. */
export const reportSchema = z.object({
  blows: z.number(),
  ends: z.record(z.string(), z.number()),
})
export type Report = z.infer<typeof reportSchema>
