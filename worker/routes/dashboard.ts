import { Hono } from 'hono'
import type { Bindings } from '../bindings.ts'

/** The file names hold a hash of the content, so what they name never changes. */
const FOREVER = 'public, max-age=31536000, immutable'

/** The pages of the dashboard and their files. Every path that names no file is a page. */
export const dashboard = new Hono<{ Bindings: Bindings }>()
  .get('/assets/*', async (c) => {
    const asset = await c.env.ASSETS.fetch(c.req.raw)
    // A file that is gone must not come back as the page, which browsers would keep under its name.
    if (isPage(asset)) return c.text('There is no such file.', 404)
    const response = new Response(asset.body, asset)
    if (asset.ok) response.headers.set('cache-control', FOREVER)
    return response
  })
  .get('*', async (c) => {
    const page = await c.env.ASSETS.fetch(c.req.raw)
    return new Response(page.body, page)
  })

function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false
}
