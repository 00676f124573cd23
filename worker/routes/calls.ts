import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Refusal, StoredCall } from '../../convex/model/api.ts'
import type { AfterCallAct } from '../aftercall/index.ts'
import { dataSettings } from '../config.ts'
import { type OrderName, transferSchema } from '../control/order.ts'
import { deleteCall } from '../data/deletion.ts'
import { callData } from '../data/index.ts'
import type { App } from '../http/app.ts'
import { callNamed } from '../http/callNamed.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly, operatorOrDeveloper } from '../http/operator.ts'
import { isWebSocket } from '../http/ownPages.ts'
import { knownSession } from '../http/sessionOf.ts'
import { command } from './command.ts'
import { forgetIn, refusalOf } from './deletion.ts'
import { passedOn } from './passedOn.ts'

const deliverySchema = z.object({ id: z.string().min(1).max(200) })

/** What a call did, does, and its end by an operator. */
export const calls = new Hono<App>()
  .get('/:callSid', operatorOrDeveloper, async (c) => {
    const callSid = await callNamed(c, c.req.param('callSid'))
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
    const session = knownSession(c, await callNamed(c, c.req.param('callSid')))
    return session ? session.fetch(c.req.raw) : noSuchCall(c)
  })
  .delete('/:callSid', operatorOnly, async (c) => {
    const callSid = await callNamed(c, c.req.param('callSid'))
    try {
      await deleteCall(dataSettings(c.env), c.get('operator'), callSid, forgetIn(c))
      return c.body(null, 204)
    } catch (error) {
      return refusalOf(error, c)
    }
  })
  .post('/:callSid/end', operatorOnly, (c) => commanded(c, 'hangup', undefined))
  .post('/:callSid/transfer', operatorOnly, jsonBody(transferSchema), (c) =>
    commanded(c, 'transfer', c.req.valid('json')),
  )
  /** What could not be found out of the call is tried once more. */
  .post('/:callSid/outcome', operatorOnly, (c) => tryAgain(c, { do: 'analyse' }))
  /** A webhook is told once more. */
  .post('/:callSid/deliveries', operatorOnly, jsonBody(deliverySchema), (c) =>
    tryAgain(c, { do: 'send_again', id: c.req.valid('json').id }),
  )

/** An operator commands a call, which may be one of the older control service. */
async function commanded(c: Context<App>, order: OrderName, body: unknown): Promise<Response> {
  const callId = c.req.param('callSid') ?? ''
  const by = c.get('operator').name
  const commander = { by, askedBy: 'operator', anyNumber: true, mayConfirm: true } as const
  const outcome = await command(c, { callId, order, body }, commander)
  switch (outcome.kind) {
    case 'done':
      return c.body(null, outcome.status === 'ended' ? 204 : 202)
    case 'passed_on':
      // Of ours it would say that the operator has to sign in.
      if (outcome.answer.status === 401)
        return c.json({ error: NOT_TRUSTED } satisfies Refusal, 502)
      return passedOn(outcome.answer)
    case 'refused': {
      const { error, code, status } = outcome
      return c.json({ error, ...(code ? { code } : {}) } satisfies Refusal, status)
    }
  }
}

const NOT_TRUSTED = 'The control service refuses CONTROL_API_TOKEN.'

/** The call's object keeps what it needs for this for some days. */
async function tryAgain(c: Context<App>, act: AfterCallAct): Promise<Response> {
  const session = knownSession(c, await callNamed(c, c.req.param('callSid') ?? ''))
  if (!session) return noSuchCall(c)
  if (await session.act(act)) return c.body(null, 202)
  const error = 'It is under way already, or the call keeps no longer what it takes.'
  return c.json({ error } satisfies Refusal, 409)
}

function noSuchCall(c: Context<App>): Response {
  return c.json({ error: 'There is no such call.' }, 404)
}
