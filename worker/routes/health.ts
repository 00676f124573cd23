import { Hono } from 'hono'
import type { Health } from '../../convex/model/api.ts'
import type { Bindings } from '../bindings.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'

/** Whether the Worker lives, and how much it does. */
export const health = new Hono<{ Bindings: Bindings }>().get('/', async (c) => {
  const sessions = await c.env.DIRECTORY.getByName(DIRECTORY_NAME).count()
  return c.json({ status: 'ok', sessions } satisfies Health)
})
