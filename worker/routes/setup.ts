import { ConvexError } from 'convex/values'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { agentSettingsSchema } from '../../convex/model/agent.ts'
import { DEFAULT_ENGINE } from '../../convex/model/engines/index.ts'
import { e164Schema } from '../../convex/model/phoneNumber.ts'
import type { Bindings } from '../bindings.ts'
import { dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { engineKit } from '../engines/index.ts'
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

const trialSchema = z.object({ settings: agentSettingsSchema, phoneNumber: e164Schema })

/**
 * Gives a new installation its first agent and number (nothing happens once there is an agent), an agent a
 * prompt that was edited in its file, and `npm run call` an agent for one call.
 */
export const setup = new Hono<{ Bindings: Bindings }>()
  .use(developerOnly)
  .post('/', jsonBody(seedSchema), async (c) => {
    return c.json(await callData(dataSettings(c.env)).seed(c.req.valid('json')))
  })
  .post('/prompt', jsonBody(promptSchema), async (c) => {
    const { agentId, instructions } = c.req.valid('json')
    return orRefusal(c, async () =>
      c.json(await callData(dataSettings(c.env)).updatePrompt(agentId, instructions)),
    )
  })
  .post('/trial', jsonBody(trialSchema), async (c) => {
    const { settings, phoneNumber } = c.req.valid('json')
    const missing = engineKit(settings.engine ?? DEFAULT_ENGINE).missing(readConfig(c.env))
    if (missing) return c.json({ error: missing }, 409)
    return orRefusal(c, async () => {
      await callData(dataSettings(c.env)).addTrial(settings, phoneNumber)
      return c.json({})
    })
  })
  .delete('/trial/:phoneNumber', async (c) => {
    await callData(dataSettings(c.env)).removeTrial(c.req.param('phoneNumber'))
    return c.json({})
  })

async function orRefusal(c: Context, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    const refusal = refusalSchema.safeParse(error instanceof ConvexError ? error.data : null)
    if (!refusal.success) throw error
    return c.json({ error: refusal.data.message }, 409)
  }
}
