import { Hono } from 'hono'
import * as z from 'zod'
import type { TestCall } from '../../convex/model/api.ts'
import { dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import type { App } from '../http/app.ts'
import { TEST_CALL } from '../http/callSid.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly } from '../http/operator.ts'
import { isWebSocket, ownPagesOnly } from '../http/ownPages.ts'
import { engineKit } from '../engines/index.ts'
import { sessionOf } from '../http/sessionOf.ts'

const testCallSchema = z.object({ agentId: z.string().min(1).max(64) })

/** Rings an agent from a phone in the operator's browser. */
export const testCalls = new Hono<App>()
  .use(operatorOnly)
  .post('/', jsonBody(testCallSchema), async (c) => {
    const { agentId } = c.req.valid('json')
    const agent = await callData(dataSettings(c.env)).agentSnapshot(agentId)
    if (!agent) {
      return c.json({ error: 'There is no such agent, or it takes no voice calls.' }, 404)
    }
    const missing = engineKit(agent.engine).missing(readConfig(c.env))
    if (missing) return c.json({ error: `${missing} So this agent cannot speak.` }, 409)
    const callSid = `test_${crypto.randomUUID().replaceAll('-', '')}`
    const token = crypto.randomUUID()
    const { name: from } = c.get('operator')
    const incoming = { callSid, from, to: agent.name, carrier: 'browser', agent, token }
    if ((await sessionOf(c, callSid).ring(incoming)) !== 'stream') {
      const error = `All ${readConfig(c.env).maxConcurrentCalls} lines are busy. Try again in a few minutes.`
      return c.json({ error }, 503)
    }
    const streamPath = `/twilio/media/${callSid}`
    return c.json({ callSid, streamPath, token } satisfies TestCall)
  })

/**
 * The media stream of a browser phone: the same as Twilio's, but that an operator's cookie stands for
 * the signature. As with Twilio, the token on `start` admits it to the one call.
 */
export const testCallMedia = new Hono<App>().get(
  `/:callSid{${TEST_CALL}}`,
  ownPagesOnly,
  operatorOnly,
  async (c) => {
    if (!isWebSocket(c)) return c.json({ error: 'This is a WebSocket.' }, 426)
    return sessionOf(c, c.req.param('callSid')).fetch(c.req.raw)
  },
)
