import { type Context, Hono } from 'hono'
import { dataSettings } from '../config.ts'
import { callData } from '../data/index.ts'
import type { App } from '../http/app.ts'
import { callSidSchema } from '../http/callSid.ts'
import { operatorOnly, operatorOrDeveloper } from '../http/operator.ts'
import { isWebSocket } from '../http/ownPages.ts'

/** What a call did, does, and its end by an operator. */
export const calls = new Hono<App>()
  .get('/:callSid', operatorOrDeveloper, async (c) => {
    const stored = await callData(dataSettings(c.env)).storedCall(c.req.param('callSid'))
    return stored ? c.json(stored) : noSuchCall(c)
  })
  .get('/:callSid/live', operatorOrDeveloper, async (c) => {
    if (!isWebSocket(c)) return c.json({ error: 'This is a WebSocket.' }, 426)
    const session = sessionOf(c, c.req.param('callSid'))
    return session ? session.fetch(c.req.raw) : noSuchCall(c)
  })
  .post('/:callSid/end', operatorOnly, async (c) => {
    const session = sessionOf(c, c.req.param('callSid'))
    if (!session) return noSuchCall(c)
    if (await session.endByOperator()) return c.body(null, 204)
    return c.json({ error: 'This call is not running.' }, 404)
  })

function sessionOf(c: Context<App>, callSid: string) {
  return callSidSchema.safeParse(callSid).success ? c.env.CALLS.getByName(callSid) : null
}

function noSuchCall(c: Context<App>): Response {
  return c.json({ error: 'There is no such call.' }, 404)
}
