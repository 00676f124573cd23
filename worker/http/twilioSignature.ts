import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type FormParams, isSigned, secretFor } from '../carriers/twilio/signature.ts'
import { spellingsOf, streamSpellingsOf } from '../carriers/twilio/spellings.ts'
import { readConfig } from '../config.ts'
import { logWarning } from '../lib/log.ts'
import type { App } from './app.ts'
import { readBody } from './body.ts'
import { isWebSocket } from './ownPages.ts'

/** In base64; HMAC-SHA256 comes only where an account has asked for it. */
const LENGTHS = { 'SHA-1': 28, 'SHA-256': 44 } as const
/** Twilio sends about 40; each one costs more than its length. */
const MAX_FIELDS = 200

/**
 * Lets only Twilio pass: requests signed over the public URL with the account's auth token, or with
 * the shared key that they name. The URL is made from the configured origin, never from the request's
 * own headers. Others get 403, and those whose signature cannot be one get it before their body is read.
 */
export const twilioSignature = createMiddleware<App>(async (c, next) => {
  const { publicUrl, twilio } = readConfig(c.env)
  const { authToken, sharedKeys } = twilio
  if (!authToken || !publicUrl) {
    const setting = authToken ? 'PUBLIC_URL' : 'TWILIO_AUTH_TOKEN'
    return refuse(c, `${setting} is not set, so nothing can prove that it comes from Twilio.`, null)
  }
  const isStream = isWebSocket(c)
  const plain = publicUrlOf(c, publicUrl)
  const url = isStream ? asWebSocket(plain) : plain
  const settings = c.req.header('x-twilio-webhooks-signature-settings')
  const secret = secretFor(settings, { authToken, sharedKeys })
  if (!secret) return refuse(c, UNKNOWN_KEY, url.href)
  const signature = c.req.header('x-twilio-signature') ?? ''
  if (signature.length !== LENGTHS[secret.hash]) return refuse(c, NO_SIGNATURE, url.href)
  const form = c.req.method === 'POST' ? await formOf(c) : {}
  if (!form) return refuse(c, 'This is no form of Twilio’s.', url.href)
  const urls = isStream ? streamSpellingsOf(url) : spellingsOf(url)
  const signed = await isSigned(secret, { urls, params: form, signature })
  if (!signed) return refuse(c, 'The signature does not match.', url.href)
  c.set('form', form)
  return next()
})

const UNKNOWN_KEY = 'The signature names a shared key that TWILIO_SHARED_KEYS does not hold.'
const NO_SIGNATURE = 'There is no signature of Twilio’s.'

function publicUrlOf(c: Context, publicUrl: string): URL {
  const { origin } = new URL(c.req.url)
  return new URL(c.req.url.slice(origin.length), publicUrl)
}

export function asWebSocket(url: URL): URL {
  return new URL(url.href.replace(/^http/, 'ws'))
}

/** Twilio's forms are URL-encoded; `null`: this is none. */
async function formOf(c: Context): Promise<FormParams | null> {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(
    c.req.header('content-type') ?? '',
  )
  if (!isForm) return {}
  const text = await readBody(c, 'twilio')
  if (hasMoreThan(MAX_FIELDS, '&', text)) return null
  const values = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name)
    values.set(name, known === undefined ? value : [known, value].flat())
  }
  return Object.fromEntries(values)
}

function hasMoreThan(limit: number, separator: string, text: string): boolean {
  let count = 0
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
    count += 1
    if (count > limit) return true
  }
  return false
}

function refuse(c: Context, why: string, checkedUrl: string | null): Response {
  logWarning('Refused a request as not from Twilio.', { why, checkedUrl, path: c.req.path })
  return c.text(why, 403)
}
