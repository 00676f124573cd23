import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { sipHeadersSchema } from '../carriers/sip/headers.ts'
import { LEG_ID } from '../carriers/sip/legId.ts'
import type { App } from '../http/app.ts'
import { readBody } from '../http/body.ts'
import { logFailure, logWarning } from '../lib/log.ts'
import { parseJson } from '../lib/parseJson.ts'
import { isSignedWebhook } from '../lib/standardWebhooks.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'
import { answerIncoming } from './sip/incoming.ts'
import { webhookSecrets } from './sip/webhookSecrets.ts'

/** https://developers.openai.com/api/docs/guides/voice-sip */
const incomingSchema = z.object({
  type: z.literal('realtime.call.incoming'),
  data: z.object({
    call_id: z.string().regex(new RegExp(`^${LEG_ID}$`)),
    sip_headers: sipHeadersSchema.default([]),
  }),
})
const eventSchema = z.object({ type: z.string().max(200) })

const NOT_SET =
  'OPENAI_WEBHOOK_SECRET is not set, and nobody has connected OpenAI SIP in Settings: webhooks are refused.'
const NOT_SIGNED =
  'This is not signed by OpenAI with OPENAI_WEBHOOK_SECRET, or longer ago than five minutes.'

/** What OpenAI tells of calls that come by its SIP connector. */
export const openai = new Hono<App>()
  .post('/webhook', async (c) => {
    const secrets = await webhookSecrets(c)
    if (secrets.length === 0) return c.text(NOT_SET, 503)
    const { headers } = c.req.raw
    // Of what nobody has signed nothing is read.
    if (!headers.has('webhook-signature')) return refuse(c)
    const body = await readBody(c, 'openai')
    if (!(await isSignedWebhook(headers, { now: Date.now(), body, secrets }))) return refuse(c)
    const json = parseJson(body)
    const incoming = incomingSchema.safeParse(json)
    if (incoming.success) {
      // OpenAI waits for the answer to the webhook, and the caller for that to the call.
      c.executionCtx.waitUntil(answerOnce(c, headers.get('webhook-id') ?? '', incoming.data.data))
    } else if (eventSchema.safeParse(json).data?.type === 'realtime.call.incoming') {
      logWarning('A call of OpenAI’s could not be read, and is not answered.', {})
    }
    return c.body(null, 200)
  })
  .all('/webhook', (c) => c.text('OpenAI has no business here: its webhooks are POST.', 405))

function refuse(c: Context<App>): Response {
  logWarning('A webhook was refused: its signature is not OpenAI’s.', { path: c.req.path })
  return c.text(NOT_SIGNED, 401)
}

type Incoming = z.infer<typeof incomingSchema>['data']

async function answerOnce(c: Context<App>, webhookId: string, call: Incoming): Promise<void> {
  const { call_id: legId, sip_headers: headers } = call
  try {
    const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
    const isNew = await unlessOlder(directory.isNewWebhook(webhookId), true)
    if (isNew) await answerIncoming(c, legId, headers)
  } catch (error) {
    logFailure('A call of OpenAI’s was not answered.', { legId }, error)
  }
}
