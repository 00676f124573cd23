import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod'
import type { ControlAnswer, Refusal } from '../../convex/model/api.ts'
import { readConfig } from '../config.ts'
import type { OrderName } from '../control/order.ts'
import type { App } from '../http/app.ts'
import { readBody } from '../http/body.ts'
import { controlToken } from '../http/controlToken.ts'
import { parseJson } from '../lib/parseJson.ts'
import { command, type Outcome } from './command.ts'
import { passedOn } from './passedOn.ts'

/** How systems of the deployer's command calls that run: ours, and those of an older control service. */
export const control = new Hono<App>()
  .post('/calls/:id/transfer', controlToken, (c) => obey(c, 'transfer'))
  .post('/calls/:id/hangup', controlToken, (c) => obey(c, 'hangup'))
  .post('/calls/:id/say', controlToken, (c) => obey(c, 'say'))
  .all('/calls/:id/:order{transfer|hangup|say}', (c) => {
    c.header('allow', 'POST')
    return c.json({ error: 'Orders are sent by POST.' } satisfies Refusal, 405)
  })
  .all('*', (c) => c.json({ error: 'There is no such route.' } satisfies Refusal, 404))

async function obey(c: Context<App>, order: OrderName): Promise<Response> {
  const { numbers: anyNumber } = readConfig(c.env).control
  const callId = c.req.param('id') ?? ''
  const body = await bodyOf(c)
  const commander = { by: 'control', askedBy: 'control', anyNumber, mayConfirm: false } as const
  return answerTo(c, await command(c, { callId, order, body }, commander))
}

const bodySchema = z.looseObject({})

/** What has no body says nothing; throws 400 for what is no JSON object. */
async function bodyOf(c: Context<App>): Promise<unknown> {
  const text = await readBody(c, 'control')
  if (text.trim() === '') return undefined
  const { data } = bodySchema.safeParse(parseJson(text))
  if (data) return data
  throw new HTTPException(400, { message: 'The body is not a JSON object.' })
}

function answerTo(c: Context<App>, outcome: Outcome): Response {
  switch (outcome.kind) {
    case 'done':
      return c.json({ status: outcome.status } satisfies ControlAnswer, ANSWERED[outcome.status])
    case 'passed_on':
      return passedOn(outcome.answer)
    case 'refused':
      return c.json({ error: outcome.error } satisfies Refusal, outcome.status)
  }
}

/** What only begins is 202. */
const ANSWERED = { ended: 200, transferring: 202, saying: 202 } as const
