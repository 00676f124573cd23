/// <reference types="@cloudflare/workers-types" />
/**
 * The product's Worker as it is, and beside it the HTTP API of its embedded Convex, so that tests can
 * make agents and numbers as an operator does.
 */
import app from '../../../worker/index.ts'
import type { Bindings } from '../../../worker/config.ts'
import { EMBEDDED_HOST_NAME } from '../../../worker/data/connection.ts'

export * from '../../../worker/index.ts'

export default {
  fetch(request: Request, env: Bindings, ctx: ExecutionContext): Response | Promise<Response> {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/convex/')) return app.fetch(request, env, ctx)
    return env.CONVEX.getByName(EMBEDDED_HOST_NAME).fetch(request)
  },
}
