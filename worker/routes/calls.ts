import { Hono } from 'hono'
import { type Bindings, dataSettings } from '../config.ts'
import { callData } from '../data/index.ts'
import { developerOnly } from '../http/developer.ts'

/** What a call did, for those who may see it. */
export const calls = new Hono<{ Bindings: Bindings }>()
  .use(developerOnly)
  .get('/:callSid', async (c) => {
    const stored = await callData(dataSettings(c.env)).storedCall(c.req.param('callSid'))
    return stored ? c.json(stored) : c.json({ error: 'There is no such call.' }, 404)
  })
  .get('/:callSid/live', async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
      return c.json({ error: 'This is a WebSocket.' }, 426)
    }
    return c.env.CALLS.getByName(c.req.param('callSid')).fetch(c.req.raw)
  })
