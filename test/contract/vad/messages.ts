import * as z from 'zod'

export const hearingSchema = z.object({
  silero: z.enum(['simd', 'plain']),
  /** The agent's settings; what is left out is as in a new agent. */
  vad: z.object({ threshold: z.number().optional(), silenceMs: z.number().optional() }),
  /** Whole calls, base64 µ-law. They are heard at the same time, in frames of 20 ms. */
  calls: z.array(z.base64()),
})
export type Hearing = z.infer<typeof hearingSchema>

/** `toldAtMs`: the end of the frame with which it was told. */
const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), agoMs: z.number(), toldAtMs: z.number() }),
  z.object({
    type: z.literal('stopped'),
    agoMs: z.number(),
    voiceMs: z.number(),
    toldAtMs: z.number(),
  }),
])

/** What was heard in one call; one probability for each frame. */
export const heardSchema = z.object({
  changes: z.array(changeSchema),
  probabilities: z.array(z.number()),
})
export type Heard = z.infer<typeof heardSchema>
