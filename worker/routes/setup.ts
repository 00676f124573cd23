import { ConvexError } from 'convex/values'
import { Hono } from 'hono'
import * as z from 'zod'
import { agentSettingsSchema } from '../../convex/model/agent.ts'
import { e164Schema } from '../../convex/model/phoneNumber.ts'
import type { Bindings } from '../bindings.ts'
import { dataSettings } from '../config.ts'
import { callData } from '../data/index.ts'
import { developerOnly } from '../http/developer.ts'
import { jsonBody } from '../http/jsonBody.ts'

const seedSchema = z.object({
  settings: agentSettingsSchema,
  phoneNumber: e164Schema,
  description: z.string().max(200),
})

/** A rule of the data layer’s that was broken. */
const refusalSchema = z.object({ message: z.string() })

const promptSchema = z.object({ agentId: z.string().max(64), instructions: z.string() })

/**
 * Gives a new installation its first agent and number (nothing happens once there is an agent), and an
 * agent a prompt that was edited in its file.
 */
export const setup = new Hono<{ Bindings: Bindings }>()
  .use(developerOnly)
  .post('/', jsonBody(seedSchema), async (c) => {
    return c.json(await callData(dataSettings(c.env)).seed(c.req.valid('json')))
  })
  .post('/prompt', jsonBody(promptSchema), async (c) => {
    const { agentId, instructions } = c.req.valid('json')
    try {
      return c.json(await callData(dataSettings(c.env)).updatePrompt(agentId, instructions))
    } catch (error) {
      const refusal = refusalSchema.safeParse(error instanceof ConvexError ? error.data : null)
      if (!refusal.success) throw error
      return c.json({ error: refusal.data.message }, 409)
    }
  })
