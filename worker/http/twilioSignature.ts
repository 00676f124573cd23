import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type FormParams, isSigned, secretFor } from '../carriers/twilio/signature.ts'
import { spellingsOf, streamSpellingsOf } from '../carriers/twilio/spellings.ts'
import { readConfig } from '../config.ts'
import { logWarning } from '../lib/log.ts'
import type { App } from './app.ts'

/**
 * Lets only Twilio pass: requests signed over the public URL with the account's auth token, or with
 * the shared key that they name. The URL is made from the configured origin, never from the request's
 * own headers. Others get 403.
 */
export const twilioSignature = createMiddleware<App>(async (c, next) => {
  const { publicUrl, twilio } = readConfig(c.env)
  const { authToken, sharedKeys } = twilio
  if (!authToken || !publicUrl) {
    const setting = authToken ? 'PUBLIC_URL' : 'TWILIO_AUTH_TOKEN'
    return refuse(c, `${setting} is not set, so nothing can prove that it comes from Twilio.`, null)
  }
  const settings = c.req.header('x-twilio-webhooks-signature-settings')
  const secret = secretFor(settings, { authToken, sharedKeys })
  if (!secret) {
    return refuse(
      c,
      'The signature names a shared key that TWILIO_SHARED_KEYS does not hold.',
      null,
    )
  }
  const url = publicUrlOf(c, publicUrl)
  const isStream = c.req.header('upgrade')?.toLowerCase() === 'websocket'
  const signed = await isSigned(secret, {
    urls: isStream ? streamSpellingsOf(asWebSocket(url)) : spellingsOf(url),
    params: c.req.method === 'POST' ? await formOf(c) : {},
    signature: c.req.header('x-twilio-signature') ?? '',
  })
  if (signed) return next()
  return refuse(c, 'The signature does not match.', (isStream ? asWebSocket(url) : url).href)
})

function publicUrlOf(c: Context, publicUrl: string): URL {
  const { origin } = new URL(c.req.url)
  return new URL(c.req.url.slice(origin.length), publicUrl)
}

export function asWebSocket(url: URL): URL {
  return new URL(url.href.replace(/^http/, 'ws'))
}

async function formOf(c: Context): Promise<FormParams> {
  const params: FormParams = {}
  for (const [name, value] of Object.entries(await c.req.parseBody({ all: true }))) {
    params[name] = [value].flat().filter((one) => typeof one === 'string')
  }
  return params
}

function refuse(c: Context, why: string, checkedUrl: string | null): Response {
  logWarning('Refused a request as not from Twilio.', { why, checkedUrl, path: c.req.path })
  return c.text(why, 403)
}
