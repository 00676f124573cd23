/// <reference types="@cloudflare/workers-types" />
/**
 * A Worker in which one engine, one brain or one carrier stands alone, each in an object of its own:
 * `/engine/{object}`, `/brain/{object}` and `/carrier/{object}` are control sockets, `/stream/{object}` is
 * the caller's.
 */
import { BrainProbe } from './BrainProbe.ts'
import { CarrierProbe } from './CarrierProbe.ts'
import { EngineProbe } from './EngineProbe.ts'

export { BrainProbe, CarrierProbe, EngineProbe }

interface Env {
  BRAINS: DurableObjectNamespace<BrainProbe>
  ENGINES: DurableObjectNamespace<EngineProbe>
  CARRIERS: DurableObjectNamespace<CarrierProbe>
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, kind, object] = new URL(request.url).pathname.split('/')
    if (!object) return new Response('This is the probe.')
    return namespaceOf(kind, env).getByName(object).fetch(request)
  },
} satisfies ExportedHandler<Env>

function namespaceOf(kind: string | undefined, { BRAINS, CARRIERS, ENGINES }: Env) {
  if (kind === 'engine') return ENGINES
  return kind === 'brain' ? BRAINS : CARRIERS
}
