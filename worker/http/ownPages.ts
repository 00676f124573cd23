import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from './app.ts'
import { isOwnOrigin } from './ownOrigin.ts'

/**
 * Keeps other sites' pages from acting with an operator's cookie: what changes something, and every
 * WebSocket, must come from a page of ours. Browsers always say where such a request comes from; what
 * says nothing is no browser, and has no cookie that it was not given.
 */
export const ownPagesOnly = createMiddleware<App>(async (c, next) => {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  if ((isRead && !isWebSocket(c)) || comesFromOwnPage(c)) return next()
  return c.json({ error: 'This request comes from a page that is not at PUBLIC_URL.' }, 403)
})

export function isWebSocket(c: Context): boolean {
  return c.req.header('upgrade')?.toLowerCase() === 'websocket'
}

function comesFromOwnPage(c: Context<App>): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined) return isOwnOrigin(c, origin)
  const site = c.req.header('sec-fetch-site')
  return site === undefined || site === 'same-origin' || site === 'none'
}
