/// <reference types="@cloudflare/workers-types" />
/**
 * A Worker that is nothing but the embedded host. Each database is an object of its own, named by the
 * headers `host-kind` and `host-name`, or by the path: `/{kind}/{name}/api/…`.
 */
import { EmbeddedConvex } from '../../../worker/embedded-convex/EmbeddedConvex.ts'
import { MeasuredConvex } from './MeasuredConvex.ts'
import { ProbeConvex } from './ProbeConvex.ts'
import { ReadSetProbe } from './ReadSetProbe.ts'
import { RestartProbe } from './RestartProbe.ts'

export { EmbeddedConvex, MeasuredConvex, ProbeConvex, ReadSetProbe, RestartProbe }

interface Env {
  CONVEX: DurableObjectNamespace<EmbeddedConvex>
  MEASURED: DurableObjectNamespace<MeasuredConvex>
  PROBE: DurableObjectNamespace<ProbeConvex>
  READS: DurableObjectNamespace<ReadSetProbe>
  RESTARTS: DurableObjectNamespace<RestartProbe>
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const { kind, name, url } = databaseOf(request)
    const forwarded = new Request(url, request)
    if (kind === 'measured') return env.MEASURED.getByName(name).fetch(forwarded)
    if (kind === 'reads') return env.READS.getByName(name).fetch(forwarded)
    if (kind === 'restarts') return env.RESTARTS.getByName(name).fetch(forwarded)
    return (kind === 'probe' ? env.PROBE : env.CONVEX).getByName(name).fetch(forwarded)
  },
} satisfies ExportedHandler<Env>

function databaseOf(request: Request): { kind: string; name: string; url: URL } {
  const url = new URL(request.url)
  const [, kind, name, path] =
    /^\/(measured|probe|product|reads|restarts)\/([^/]+)(\/.*)$/.exec(url.pathname) ?? []
  if (kind && name && path) {
    url.pathname = path
    return { kind, name, url }
  }
  const header = (header: string) => request.headers.get(header)
  return { kind: header('host-kind') ?? 'product', name: header('host-name') ?? 'main', url }
}
