/** How an agent answers calls that come over OpenAI's SIP connector. */
import * as z from 'zod'

export const sipSettingsSchema = z.object({
  /** It answers calls of which no number of ours is known. At most one agent's is on: the last that was saved. */
  answersUnknown: z.boolean().default(false),
})
