/** A Worker that is nothing but the embedded host; each header `host-name` is a database of its own. */
import { EmbeddedConvex } from '../../../worker/embedded-convex/EmbeddedConvex.ts'
import { ProbeConvex } from './ProbeConvex.ts'

export { EmbeddedConvex, ProbeConvex }

interface Env {
  CONVEX: DurableObjectNamespace<EmbeddedConvex>
  PROBE: DurableObjectNamespace<ProbeConvex>
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const name = request.headers.get('host-name') ?? 'main'
    const host = request.headers.get('host-kind') === 'probe' ? env.PROBE : env.CONVEX
    return host.getByName(name).fetch(request)
  },
} satisfies ExportedHandler<Env>
