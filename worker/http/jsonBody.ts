import { zValidator } from '@hono/zod-validator'
import * as z from 'zod'

/** Reads a JSON body; one of another shape is answered with 400 and a sentence. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return zValidator('json', schema, (result, c) => {
    if (!result.success) return c.json({ error: z.prettifyError(result.error) }, 400)
  })
}
