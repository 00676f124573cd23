import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'
import { isWebSocket } from './ownPages.ts'
import { isSecure, ownHost } from './ownOrigin.ts'

const TWO_YEARS_SEC = 63_072_000

/**
 * What browsers may do with our answers: pages run only our own scripts, talk only to this Worker and
 * to Convex, and are shown in no frame. Only what a route has `shared` is for pages of others, too.
 * WebSocket handshakes need none of it.
 */
export const securityHeaders: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) => {
  if (isWebSocket(c)) return next()
  await next()
  await headersFor(c)(c, async () => {})
})

/** For answers about people and calls: nothing on the way keeps them. */
export const neverStored = createMiddleware<App>(async (c, next) => {
  await next()
  if (!isWebSocket(c)) c.header('cache-control', 'no-store')
})

function headersFor(c: Context<App>): MiddlewareHandler {
  const shared = c.get('shared')
  const page = shared?.as === 'page' ? shared : null
  const scripts = ["'self'", ...(page?.scripts ?? [])]
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: scripts,
      frameSrc: scripts,
      workerSrc: ["'self'"],
      // Components place their pop-ups by style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: connectSources(c),
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: page ? ["'self'", ...page.origins] : ["'none'"],
    },
    permissionsPolicy: {
      // Visitors write.
      microphone: page ? [] : ['self'],
      camera: [],
      geolocation: [],
      payment: [],
      usb: [],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: isSecure(c) ? `max-age=${TWO_YEARS_SEC}` : false,
    crossOriginResourcePolicy: shared?.as === 'file' ? 'cross-origin' : 'same-origin',
    // It knows no list of origins: `frame-ancestors` says who may.
    xFrameOptions: page ? false : 'DENY',
  })
}

/** Not every browser counts our own WebSockets as 'self'. */
function connectSources(c: Context<App>): string[] {
  const own = ["'self'", `wss://${ownHost(c)}`, ...(isSecure(c) ? [] : [`ws://${ownHost(c)}`])]
  const { convexUrl } = readConfig(c.env)
  if (!convexUrl) return own
  const { origin } = new URL(convexUrl)
  return [...own, origin, origin.replace(/^http/, 'ws')]
}
