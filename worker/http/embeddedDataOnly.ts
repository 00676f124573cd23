import { createMiddleware } from 'hono/factory'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'

/** For what only the embedded host can answer: not there where the data are on Convex. */
export const embeddedDataOnly = createMiddleware<App>(async (c, next) => {
  if (!readConfig(c.env).convexUrl) return next()
  return c.json({ error: 'The data are on Convex: use npx convex export.' }, 404)
})
