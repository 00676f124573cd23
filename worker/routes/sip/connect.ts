import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { OpenAiSip, Refusal } from '../../../convex/model/api.ts'
import { type Config, dataSettings, readConfig } from '../../config.ts'
import { storeSecret } from '../../data/secrets.ts'
import type { App } from '../../http/app.ts'
import { operatorOnly } from '../../http/operator.ts'
import { publicOrigin } from '../../http/webhooks.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { redact } from '../../lib/redact.ts'
import { isSigningSecret } from '../../lib/standardWebhooks.ts'
import { secretsKey } from '../../secrets/key.ts'
import { newReference, seal } from '../../secrets/sealing.ts'
import { refusalOf } from '../deletion.ts'
import { rememberSecret, STORED_SECRET, webhookSecrets } from './webhookSecrets.ts'

/** How calls come by OpenAI's SIP connector, and what makes them come. */
export const connectSip = new Hono<App>()
  .use(operatorOnly)
  .get('/', async (c) => c.json(await standing(c)))
  .post('/connect', async (c) => {
    const { openai } = readConfig(c.env)
    if (!openai) return refused(c, 'OPENAI_API_KEY is not set.')
    try {
      await keep(c, await makeWebhook(openai, `${publicOrigin(c)}/openai/webhook`))
      return c.json(await standing(c))
    } catch (error) {
      return error instanceof PlainError ? refused(c, error.message) : refusalOf(error, c)
    }
  })

const refused = (c: Context<App>, error: string) => c.json({ error } satisfies Refusal, 409)

async function standing(c: Context<App>): Promise<OpenAiSip> {
  const { sip } = readConfig(c.env)
  const isMade = sip.webhookSecrets.length === 0 && (await webhookSecrets(c)).length > 0
  return {
    connected: sip.webhookSecrets.length > 0 ? 'set' : isMade ? 'made' : null,
    webhookUrl: `${publicOrigin(c)}/openai/webhook`,
    sipUri: sip.address && `sip:${sip.address};transport=tls`,
  }
}

const madeSchema = z.object({ signing_secret: z.string().refine(isSigningSecret) })
const errorSchema = z.object({ error: z.object({ message: z.string() }) })

/** How long OpenAI may take, in ms. */
const PATIENCE_MS = 10_000

/**
 * Has OpenAI tell this address of calls; returns what it signs with. Throws a `PlainError`.
 * https://developers.openai.com/api/docs/guides/webhooks
 */
async function makeWebhook(
  { apiKey, baseUrl }: NonNullable<Config['openai']>,
  url: string,
): Promise<string> {
  const asked = fetch(`${baseUrl}/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Switchboard', url, event_types: ['realtime.call.incoming'] }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const response = await asked.catch(() => {
    throw new PlainError('OpenAI could not be reached.')
  })
  const body: unknown = await response.json().catch(() => null)
  const made = madeSchema.safeParse(body)
  if (response.ok && made.success) return made.data.signing_secret
  const why = errorSchema.safeParse(body).data?.error.message ?? 'it gave no reason'
  throw new PlainError(`OpenAI made no webhook (${response.status}): ${redact(why)}`)
}

async function keep(c: Context<App>, secret: string): Promise<void> {
  const settings = dataSettings(c.env)
  const place = { reference: newReference(), ...STORED_SECRET }
  const sealed = await seal(await secretsKey(settings), place, secret)
  await storeSecret(settings, c.get('operator'), sealed, null)
  await rememberSecret(c, sealed)
}
