import { Hono } from 'hono'
import { dataSettings } from '../config.ts'
import type { App } from '../http/app.ts'
import { chatAgentOf } from '../data/chatAgents.ts'

/** The files that pages of others load, and what ours is made of. */
const FILES = 'widget\\.js|page\\.js|page\\.css'
/** Browsers ask again after so long: the names of the files say nothing of what is in them. */
const FILE_AGE = 'public, max-age=300'
const TURNSTILE = 'https://challenges.cloudflare.com'

/**
 * What is public of the chat beside its routes: one page, and the files that it and others need. Nothing
 * else is: not the pages of the dashboard, which every other path leads to.
 */
export const chatPages = new Hono<App>()
  .get(`/:file{${FILES}}`, async (c) => {
    const file = await c.env.ASSETS.fetch(c.req.raw)
    if (isPage(file)) return c.text('There is no such file.', 404)
    c.set('shared', { as: 'file' })
    const response = new Response(file.body, file)
    response.headers.set('cache-control', FILE_AGE)
    return response
  })
  .get('/:agentId', async (c) => {
    const agent = await chatAgentOf(dataSettings(c.env), c.req.param('agentId'))
    if (!agent) return c.text('There is no such agent here.', 404)
    const { allowedOrigins: origins, turnstile } = agent.chat
    c.set('shared', { as: 'page', origins, scripts: turnstile ? [TURNSTILE] : [] })
    const page = await c.env.ASSETS.fetch(new URL('/chat/page', c.req.url))
    const response = new Response(page.body, page)
    response.headers.set('cache-control', 'no-cache')
    return response
  })
  .all('*', (c) => c.text('There is no such page.', 404))

const isPage = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('text/html') ?? false
