import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as z from 'zod'
import type { App } from './app.ts'

type Form<Schema extends z.ZodType<object>> = {
  in: { form: z.input<Schema> }
  out: { form: z.output<Schema> }
}

/** Takes what is asked for from a signed form; one of another shape is 400 and a sentence. */
export function formBody<Schema extends z.ZodType<object>>(
  schema: Schema,
): MiddlewareHandler<App, string, Form<Schema>> {
  return createMiddleware<App, string, Form<Schema>>(async (c, next) => {
    const result = schema.safeParse(c.get('form'))
    if (!result.success) return c.text(z.prettifyError(result.error), 400)
    c.req.addValidatedData('form', result.data)
    return next()
  })
}
