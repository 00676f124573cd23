import { Hono } from 'hono'
import type { Health } from '../../convex/model/api.ts'
import type { Bindings } from '../bindings.ts'
import { VERSION } from '../lib/version.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'

/** Whether the Worker lives, how much it does, and which release it is. */
export const health = new Hono<{ Bindings: Bindings }>().get('/', async (c) => {
  const sessions = await c.env.DIRECTORY.getByName(DIRECTORY_NAME).count()
  return c.json({ status: 'ok', sessions, version: VERSION } satisfies Health)
})
