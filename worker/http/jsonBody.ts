import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as z from 'zod'
import { parseJson } from '../lib/parseJson.ts'
import { readBody, type Sender } from './body.ts'

type Json<Schema extends z.ZodType<object>> = {
  in: { json: z.input<Schema> }
  out: { json: z.output<Schema> }
}

/** Reads a JSON body; one of another shape is answered with 400 and a sentence. */
export function jsonBody<Schema extends z.ZodType<object>>(
  schema: Schema,
  sender: Sender = 'operator',
): MiddlewareHandler<object, string, Json<Schema>> {
  return createMiddleware<object, string, Json<Schema>>(async (c, next) => {
    const isJson = /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')
    const value = isJson ? parseJson(await readBody(c, sender)) : undefined
    if (value === undefined) return c.json({ error: 'The body is not JSON.' }, 400)
    const result = schema.safeParse(value)
    if (!result.success) return c.json({ error: z.prettifyError(result.error) }, 400)
    c.req.addValidatedData('json', result.data)
    return next()
  })
}
