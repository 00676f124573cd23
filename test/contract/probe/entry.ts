/// <reference types="@cloudflare/workers-types" />
/**
 * A Worker in which one engine or one carrier stands alone, each in an object of its own:
 * `/engine/{object}` and `/carrier/{object}` are control sockets, `/stream/{object}` is the caller's.
 */
import { CarrierProbe } from './CarrierProbe.ts'
import { EngineProbe } from './EngineProbe.ts'

export { CarrierProbe, EngineProbe }

interface Env {
  ENGINES: DurableObjectNamespace<EngineProbe>
  CARRIERS: DurableObjectNamespace<CarrierProbe>
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, kind, object] = new URL(request.url).pathname.split('/')
    if (!object) return new Response('This is the probe.')
    const namespace = kind === 'engine' ? env.ENGINES : env.CARRIERS
    return namespace.getByName(object).fetch(request)
  },
} satisfies ExportedHandler<Env>
