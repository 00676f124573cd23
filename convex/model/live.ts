import * as z from 'zod'
import { callEventSchema, callSchema, turnSchema } from './call.ts'

/**
 * Rows as a later release may send them: those that this one does not know are passed over, and the rest
 * of the message is read.
 */
function knownOf<Row>(row: z.ZodType<Row>) {
  return z.array(z.unknown()).transform((rows) =>
    rows.flatMap((one) => {
      const { success, data } = row.safeParse(one)
      return success ? [data] : []
    }),
  )
}

/**
 * What the WebSocket `GET /api/calls/:callSid/live` sends: a call as it happens, straight from the
 * call's own object. The first message is the `snapshot`; the rest bring it up to date. Windows stay open
 * over a deploy, so whoever reads passes over what a later release adds: fields, rows, types of message.
 */
export const liveMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    call: callSchema,
    turns: knownOf(turnSchema),
    events: knownOf(callEventSchema),
  }),
  /** The call's own row changed. */
  z.object({ type: z.literal('call'), call: callSchema }),
  /** A turn is new, or one with this `itemId` changed. */
  z.object({ type: z.literal('turn'), turn: turnSchema }),
  z.object({ type: z.literal('event'), event: callEventSchema }),
  /** More words of a turn that is not finished. */
  z.object({
    type: z.literal('words'),
    itemId: z.string(),
    role: z.enum(['caller', 'agent']),
    delta: z.string(),
  }),
  /** Who has the floor right now. */
  z.object({
    type: z.literal('speaking'),
    who: z.enum(['caller', 'agent']),
    speaking: z.boolean(),
  }),
])
export type LiveMessage = z.infer<typeof liveMessageSchema>
