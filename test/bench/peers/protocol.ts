/** What the bench asks of its peers' process, and what that answers. */
import * as z from 'zod'

export const commandSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('place'),
    calls: z.number(),
    /** When in the 20 ms of the clock the first caller's frames leave, in ms. */
    phaseMs: z.number(),
    /** The calls begin spread over this long. */
    rampMs: z.number(),
    /** The model's handshake is kept waiting so long; 0: the model takes its time to speak instead. */
    modelOpenDelayMs: z.number(),
    line: z.object({
      origin: z.string(),
      authToken: z.string(),
      to: z.string(),
      streamOpenDelayMs: z.number(),
    }),
  }),
  z.object({ do: z.literal('reset') }),
  z.object({ do: z.literal('figures') }),
  z.object({ do: z.literal('hang_up') }),
])
export type Command = z.infer<typeof commandSchema>

const spreadSchema = z.object({
  count: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  max: z.number(),
})
const waitedSchema = z.object({
  webhookMs: z.number(),
  sinceWebhookMs: z.number(),
  sincePickUpMs: z.number(),
})

/** One for each command. */
export const replySchemas = {
  place: z.object({ waited: z.array(waitedSchema), problems: z.array(z.string()) }),
  reset: z.object({}),
  figures: z.object({
    callerToModelMs: spreadSchema,
    modelToCallerMs: spreadSchema,
    lateMs: spreadSchema,
    framesSent: z.number(),
    framesArrived: z.number(),
  }),
  hang_up: z.object({ framesSent: z.number(), framesWrong: z.number() }),
} as const
export type Reply<Name extends Command['do']> = z.infer<(typeof replySchemas)[Name]>
export type LoadFigures = Reply<'figures'>
