/// <reference types="@cloudflare/workers-types" />
/**
 * The product, with a way to lose a single object as a change of its machine does: its memory and its
 * sockets are gone at once, and what is stored stays.
 */
import app from '../../../worker/index.ts'
import { VoiceCallSession as Session } from '../../../worker/objects/VoiceCallSession.ts'

export * from '../../../worker/index.ts'

export class VoiceCallSession extends Session {
  lose(): void {
    this.ctx.abort('This object is lost.')
  }
}

interface Env {
  CALLS: DurableObjectNamespace<VoiceCallSession>
}

const LOSE = '/lose/'

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith(LOSE)) return app.fetch(request, env, ctx)
    // The answer is lost with the object.
    await env.CALLS.getByName(pathname.slice(LOSE.length))
      .lose()
      .catch(() => {})
    return new Response('lost')
  },
}
