import { createMiddleware } from 'hono/factory'
import type { App } from './app.ts'
import { clientOf } from './client.ts'

/** The longest period that the platform counts over. */
const PERIOD_SEC = 60

/**
 * Turns a client away that asks too often, where the platform's counter is bound. It counts in each of
 * Cloudflare's locations by itself, and roughly.
 * https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
export const notTooOften = createMiddleware<App>(async (c, next) => {
  const counted = await c.env.CLIENT_LIMIT?.limit({ key: clientOf(c) })
  if (counted?.success ?? true) return next()
  c.header('retry-after', String(PERIOD_SEC))
  return c.json({ error: 'Too many requests from one address. Try again in a minute.' }, 429)
})
