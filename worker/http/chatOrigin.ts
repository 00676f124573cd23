import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ChatAgent } from '../../convex/model/agent.ts'
import type { Refusal } from '../../convex/model/api.ts'
import { dataSettings } from '../config.ts'
import type { App } from './app.ts'
import { chatAgentOf } from '../data/chatAgents.ts'
import { isOwnOrigin } from './ownOrigin.ts'
import { isWebSocket } from './ownPages.ts'

/** For so long browsers need not ask again, in seconds. */
const PREFLIGHT_SEC = '600'

/**
 * Lets the pages pass that may embed the agent's chat, and our own. It keeps other sites from showing an
 * agent as theirs, and is no authentication: what is no browser writes whatever origin it likes.
 */
export const chatPagesOnly = createMiddleware<App>(async (c, next) => {
  const origin = c.req.header('origin')
  const isPlainRead = c.req.method === 'GET' && !isWebSocket(c)
  if (origin === undefined && !isPlainRead) return refused(c, origin)
  const agent = await chatAgentOf(dataSettings(c.env), c.req.param('agentId') ?? '')
  if (!agent) return c.json({ error: 'There is no such agent here.' } satisfies Refusal, 404)
  if (origin !== undefined && !isAdmitted(c, origin, agent)) return refused(c, origin)
  c.set('chatAgent', agent)
  if (c.req.method === 'OPTIONS') return preflight(origin ?? '')
  await next()
  if (isWebSocket(c)) return
  c.header('vary', 'Origin', { append: true })
  if (origin !== undefined) c.header('access-control-allow-origin', origin)
  c.header('access-control-expose-headers', 'retry-after')
})

const isAdmitted = (c: Context<App>, origin: string, { chat }: ChatAgent): boolean =>
  isOwnOrigin(c, origin) || chat.allowedOrigins.includes(origin)

function refused(c: Context<App>, origin: string | undefined): Response {
  const error =
    origin === undefined
      ? 'This is for web pages, and they say where they are.'
      : 'This page may not show this chat: its origin is not among those that the agent’s settings allow.'
  return c.json({ error } satisfies Refusal, 403)
}

function preflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': PREFLIGHT_SEC,
      vary: 'Origin',
    },
  })
}

/** The origin of the page that the visitor is on; '' for a page of ours. */
export function embeddingOrigin(c: Context<App>): string {
  const origin = c.req.header('origin') ?? ''
  return isOwnOrigin(c, origin) ? '' : origin
}
