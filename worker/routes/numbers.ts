import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { WebhookState } from '../../convex/model/api.ts'
import { e164Schema } from '../../convex/model/phoneNumber.ts'
import {
  findNumber,
  type IncomingNumber,
  pointNumber,
  type Webhooks,
} from '../carriers/twilio/numbers.ts'
import { type TwilioAccount, TwilioRefusal } from '../carriers/twilio/rest.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { webhooksOf } from '../http/webhooks.ts'
import { isLocalUrl } from '../lib/localHosts.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'

const NO_ACCOUNT =
  'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set, so Twilio cannot be asked.'
const SIMULATED = 'The phone is simulated on this machine: Twilio is not asked.'
const NOT_FOUND: WebhookState = {
  state: 'not_found',
  currentUrl: null,
  detail: 'The Twilio account has no such number.',
}

/** Where Twilio sends the calls of a number, and the button that sends them here. */
export const numbers = new Hono<App>()
  .use(operatorOnly)
  .get('/:phoneNumber/webhook', async (c) => {
    const phoneNumber = e164Schema.safeParse(c.req.param('phoneNumber'))
    if (!phoneNumber.success) return c.json({ error: z.prettifyError(phoneNumber.error) }, 400)
    const account = accountOf(c)
    if (typeof account === 'string') return c.json(unknown(account))
    try {
      const number = await findNumber(account, phoneNumber.data)
      return c.json(number ? stateOf(number, webhooksOf(c)) : NOT_FOUND)
    } catch (error) {
      return c.json(unknown(explain(error)))
    }
  })
  .post('/:phoneNumber/webhook', async (c) => {
    const phoneNumber = e164Schema.safeParse(c.req.param('phoneNumber'))
    if (!phoneNumber.success) return c.json({ error: z.prettifyError(phoneNumber.error) }, 400)
    const account = accountOf(c)
    if (typeof account === 'string') return c.json({ error: account }, 409)
    const obstacle = unreachable(c, account)
    if (obstacle) return c.json({ error: obstacle }, 409)
    try {
      const number = await findNumber(account, phoneNumber.data)
      if (!number) return c.json({ error: NOT_FOUND.detail }, 409)
      if (number.trunkSid) return c.json({ error: onTrunk(number.trunkSid) }, 409)
      const changed = await pointNumber(account, number.sid, webhooksOf(c))
      return c.json(stateOf(changed, webhooksOf(c)))
    } catch (error) {
      return c.json({ error: explain(error) }, error instanceof TwilioRefusal ? 409 : 502)
    }
  })

/** A sentence where there is none to ask. */
function accountOf(c: Context<App>): TwilioAccount | string {
  const { twilio, simulated } = readConfig(c.env)
  return simulated.phone ? SIMULATED : (twilio.account ?? NO_ACCOUNT)
}

function stateOf(number: IncomingNumber, ours: Webhooks): WebhookState {
  const currentUrl = number.voiceUrl || null
  if (number.trunkSid) return { state: 'other', currentUrl, detail: onTrunk(number.trunkSid) }
  if (number.applicationSid) {
    const detail = `The application ${number.applicationSid} handles its calls.`
    return { state: 'other', currentUrl, detail }
  }
  if (!currentUrl) return { state: 'other', currentUrl, detail: 'Nothing answers its calls.' }
  if (!isSameUrl(currentUrl, ours.voiceUrl)) {
    return { state: 'other', currentUrl, detail: 'Its calls go somewhere else.' }
  }
  if (number.voiceMethod.toUpperCase() !== 'POST') {
    const detail = 'Its calls come here by GET instead of POST, which is refused.'
    return { state: 'other', currentUrl, detail }
  }
  const detail = isSameUrl(number.statusUrl, ours.statusUrl)
    ? 'Its calls come here.'
    : 'Its calls come here, but its status callback does not, so ends of calls may be noticed late.'
  return { state: 'ours', currentUrl, detail }
}

function unknown(detail: string): WebhookState {
  return { state: 'unknown', currentUrl: null, detail }
}

function onTrunk(trunkSid: string): string {
  return `The number belongs to the SIP trunk ${trunkSid}. Take it out of the trunk in the Twilio Console first.`
}

function isSameUrl(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).href === new URL(other).href
}

/** Why Twilio could not come here; `null` when nothing is known to be in its way. */
function unreachable(c: Context<App>, account: TwilioAccount): string | null {
  const { publicUrl } = readConfig(c.env)
  if (!publicUrl) return 'PUBLIC_URL is not set, so it is not known where Twilio should go.'
  if (!isLocalUrl(publicUrl) || isLocalUrl(account.baseUrl)) return null
  return `PUBLIC_URL is ${publicUrl}, which Twilio cannot reach. Set it to the origin of your tunnel.`
}

function explain(error: unknown): string {
  if (error instanceof TwilioRefusal && error.status !== 401 && error.detail) {
    return `Twilio refused: ${error.detail}`
  }
  if (error instanceof PlainError) return error.message
  logFailure('Twilio could not be asked about a number.', {}, error)
  return 'Twilio’s answer was not understood.'
}
