/** The engine that says back what it hears: there is nothing to set. */
import * as z from 'zod'

export const echoSettingsSchema = z.object({ engine: z.literal('echo') })
export type EchoSettings = z.infer<typeof echoSettingsSchema>
