import { Hono } from 'hono'
import * as z from 'zod'
import type { DataLot, DataTables } from '../../convex/model/api.ts'
import { readConfig } from '../config.ts'
import { EMBEDDED_HOST_NAME } from '../data/connection.ts'
import type { App } from '../http/app.ts'
import { developerOnly } from '../http/developer.ts'

const rangeSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  until: z.coerce.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
})

/** Every stored row, for `npm run data`. */
export const data = new Hono<App>()
  .use(developerOnly)
  .use(async (c, next) => {
    if (!readConfig(c.env).convexUrl) return next()
    return c.json({ error: 'The data are on Convex: use npx convex export.' }, 404)
  })
  .get('/', async (c) => {
    const tables = await c.env.CONVEX.getByName(EMBEDDED_HOST_NAME).exportedTables()
    return c.json({ tables, until: Date.now() * 1000 } satisfies DataTables)
  })
  .get('/:table', async (c) => {
    const range = rangeSchema.safeParse(c.req.query())
    if (!range.success) return c.json({ error: 'after and until are whole numbers.' }, 400)
    const { after, until } = range.data
    const host = c.env.CONVEX.getByName(EMBEDDED_HOST_NAME)
    const lot = await host.exportedLot(c.req.param('table'), after, until)
    return lot ? c.json(lot satisfies DataLot) : c.json({ error: 'There is no such table.' }, 404)
  })
