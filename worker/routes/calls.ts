import { type Context, Hono } from 'hono'
import type { StoredCall } from '../../convex/model/api.ts'
import { dataSettings } from '../config.ts'
import { deleteCall } from '../data/deletion.ts'
import { callData } from '../data/index.ts'
import type { App } from '../http/app.ts'
import { operatorOnly, operatorOrDeveloper } from '../http/operator.ts'
import { isWebSocket } from '../http/ownPages.ts'
import { knownSession } from '../http/sessionOf.ts'
import { forgetIn, refusalOf } from './deletion.ts'

/** What a call did, does, and its end by an operator. */
export const calls = new Hono<App>()
  .get('/:callSid', operatorOrDeveloper, async (c) => {
    const callSid = c.req.param('callSid')
    const data = callData(dataSettings(c.env))
    const stored = await data.storedCall(callSid)
    if (!stored) return noSuchCall(c)
    if (stored.call.status !== 'in_progress') return c.json(stored satisfies StoredCall)
    // What happened lately is still with the call itself.
    await knownSession(c, callSid)?.deliver()
    const latest = (await data.storedCall(callSid)) ?? stored
    return c.json(latest satisfies StoredCall)
  })
  .get('/:callSid/live', operatorOrDeveloper, async (c) => {
    if (!isWebSocket(c)) return c.json({ error: 'This is a WebSocket.' }, 426)
    const session = knownSession(c, c.req.param('callSid'))
    return session ? session.fetch(c.req.raw) : noSuchCall(c)
  })
  .delete('/:callSid', operatorOnly, async (c) => {
    const callSid = c.req.param('callSid')
    try {
      await deleteCall(dataSettings(c.env), c.get('operator'), callSid, forgetIn(c))
      return c.body(null, 204)
    } catch (error) {
      return refusalOf(error, c)
    }
  })
  .post('/:callSid/end', operatorOnly, async (c) => {
    const session = knownSession(c, c.req.param('callSid'))
    if (!session) return noSuchCall(c)
    if (await session.act({ do: 'end' })) return c.body(null, 204)
    return c.json({ error: 'This call is not running.' }, 404)
  })

function noSuchCall(c: Context<App>): Response {
  return c.json({ error: 'There is no such call.' }, 404)
}
