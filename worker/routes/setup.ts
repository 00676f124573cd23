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

/** Gives a new installation its first agent and number; does nothing once there is an agent. */
export const setup = new Hono<{ Bindings: Bindings }>()
  .use(developerOnly)
  .post('/', jsonBody(seedSchema), async (c) => {
    return c.json(await callData(dataSettings(c.env)).seed(c.req.valid('json')))
  })
