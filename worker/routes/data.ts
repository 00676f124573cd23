import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { DataLot, DataTables } from '../../convex/model/api.ts'
import { EMBEDDED_HOST_NAME } from '../data/connection.ts'
import type { App } from '../http/app.ts'
import { developerOnly } from '../http/developer.ts'
import { embeddedDataOnly } from '../http/embeddedDataOnly.ts'
import { jsonBody } from '../http/jsonBody.ts'

const rangeSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  until: z.coerce.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
})

const lotSchema = z.object({
  table: z.string(),
  firstLine: z.int().min(1),
  lines: z.string(),
})

const endSchema = z.object({
  aliases: z.array(z.object({ alias: z.string(), table: z.string(), id: z.string() })),
})

/** Every stored row, out and in, for `npm run data`. */
export const data = new Hono<App>()
  .use(developerOnly, embeddedDataOnly)
  .get('/', async (c) => {
    const tables = await hostOf(c).exportedTables()
    return c.json({ tables, until: Date.now() * 1000 } satisfies DataTables)
  })
  .get('/:table', async (c) => {
    const range = rangeSchema.safeParse(c.req.query())
    if (!range.success) return c.json({ error: 'after and until are whole numbers.' }, 400)
    const { after, until } = range.data
    const lot = await hostOf(c).exportedLot(c.req.param('table'), after, until)
    return lot ? c.json(lot satisfies DataLot) : c.json({ error: 'There is no such table.' }, 404)
  })
  .post('/import', jsonBody(z.object({ replace: z.boolean() })), async (c) =>
    told(c, await hostOf(c).beginImport(c.req.valid('json').replace)),
  )
  .post('/import/:id/lots', jsonBody(lotSchema, 'import'), async (c) =>
    told(c, await hostOf(c).addToImport(c.req.param('id'), c.req.valid('json'))),
  )
  .post('/import/:id/end', jsonBody(endSchema, 'import'), async (c) =>
    told(c, await hostOf(c).endImport(c.req.param('id'), c.req.valid('json').aliases)),
  )
  .delete('/import/:id', async (c) => {
    await hostOf(c).dropImport(c.req.param('id'))
    return c.body(null, 204)
  })

const hostOf = (c: Context<App>) => c.env.CONVEX.getByName(EMBEDDED_HOST_NAME)

const told = (c: Context<App>, answer: object | { problem: string }) =>
  'problem' in answer ? c.json({ error: answer.problem }, 409) : c.json(answer)
