import { Hono } from 'hono'
import type { Bindings } from '../bindings.ts'
import { readConfig } from '../config.ts'
import { EMBEDDED_HOST_NAME } from '../data/connection.ts'
import type { App } from '../http/app.ts'
import { clientOf } from '../http/client.ts'
import { isWebSocket } from '../http/ownPages.ts'
import { readSession } from '../http/sessionCookie.ts'
import { CLIENT_HEADER } from '../lib/clientHeader.ts'
import { VERSION_HEADER } from '../lib/versionHeader.ts'

/**
 * Convex's own API, where the Worker keeps the data itself. Each function asks for its role, so nobody
 * needs a cookie here. With a Convex deployment, clients go there.
 */
export const convex = new Hono<App>()
  .post('/:kind{query|query_ts|query_at_ts|mutation|action|function|run/.+}', async (c, next) => {
    if (readConfig(c.env).convexUrl) return next()
    const answer = await embeddedHost(c.env).fetch(c.req.raw)
    return new Response(answer.body, answer)
  })
  .get('/:version/sync', async (c, next) => {
    if (readConfig(c.env).convexUrl) return next()
    if (!isWebSocket(c)) return c.json({ error: 'This is a WebSocket.' }, 426)
    const request = new Request(c.req.raw)
    request.headers.set(VERSION_HEADER, c.env.VERSION?.id ?? '')
    request.headers.set(CLIENT_HEADER, (await readSession(c)) ? '' : clientOf(c))
    return embeddedHost(c.env).fetch(request)
  })

function embeddedHost(env: Bindings) {
  return env.CONVEX.getByName(EMBEDDED_HOST_NAME)
}
