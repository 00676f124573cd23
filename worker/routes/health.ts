import { Hono } from 'hono'
import type { Bindings } from '../bindings.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'

/** `sessions`: the calls that run now. */
export const health = new Hono<{ Bindings: Bindings }>().get('/', async (c) => {
  const sessions = await c.env.DIRECTORY.getByName(DIRECTORY_NAME).count()
  return c.json({ status: 'ok', sessions })
})
