import { zValidator } from '@hono/zod-validator'
import * as z from 'zod'

/** Reads a form; one of another shape is answered with 400 and a sentence. */
export function formBody<Schema extends z.ZodType>(schema: Schema) {
  return zValidator('form', schema, (result, c) => {
    if (!result.success) return c.text(z.prettifyError(result.error), 400)
  })
}
