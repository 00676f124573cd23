import * as z from 'zod'
import { agentSettingsSchema } from './agent.ts'

/** What new agents start as in an installation; the rest is for the form and its defaults. */
export const newAgentSchema = agentSettingsSchema
  .pick({ voice: true, engine: true, tools: true })
  .extend({
    /** '' when nothing is set. */
    instructions: z.string(),
  })
export type NewAgent = z.infer<typeof newAgentSchema>
