import type { Context } from 'hono'
import { readConfig } from '../config.ts'
import { isLocalUrl } from '../lib/localHosts.ts'
import type { App } from './app.ts'

/** The host that the client asked for, with its port. */
export function ownHost(c: Context<App>): string {
  return new URL(c.req.url).host
}

/** Whether the client came by TLS, which a proxy before the Worker may have ended. */
export function isSecure(c: Context<App>): boolean {
  const { protocol, host } = new URL(c.req.url)
  if (protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https') return true
  const { publicUrl } = readConfig(c.env)
  return publicUrl === `https://${host}`
}

/** The origin under which the client knows this Worker. */
export function ownOrigin(c: Context<App>): string {
  return `${isSecure(c) ? 'https' : 'http'}://${ownHost(c)}`
}

/**
 * Whether a page of this origin is one of ours: it lies where the Worker is known to be, or both are at
 * the same loopback address. That an origin is also the host that was asked for proves nothing: the
 * name of somebody's page can be made to lead here (DNS rebinding), and then both are that name.
 */
export function isOwnOrigin(c: Context<App>, origin: string): boolean {
  if (origin === readConfig(c.env).publicUrl) return true
  return isLocalUrl(c.req.url) && URL.canParse(origin) && new URL(origin).host === ownHost(c)
}
