import { DurableObject } from 'cloudflare:workers'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { FunctionHost } from '../../../worker/embedded-convex/FunctionHost.ts'
import { answer } from '../../../worker/embedded-convex/httpApi.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'
import { isSyncRequest, SyncServer } from '../../../worker/embedded-convex/sync/SyncServer.ts'
import * as counted from '../probe/counted.ts'
import * as probes from '../probe/probes.ts'
import * as refused from '../probe/refused.ts'
import schema from '../probe/schema.ts'

/** The functions here ask for no role, but the host lets nobody in who does not say who they are. */
const SOMEBODY = { subject: 'somebody', issuer: 'probe', tokenIdentifier: 'probe|somebody' }
/** Few, so that a test can take them all. */
const PLACES = 20

/** The embedded host with a schema and functions of its own, to try what the product's do not do. */
export class ProbeConvex extends DurableObject {
  readonly #host = new FunctionHost(
    this.ctx.storage,
    readCatalog(schema),
    new Functions({ counted, probes, refused }),
  )
  readonly #sync = new SyncServer(
    this.#host,
    async () => ({ identity: SOMEBODY, expiresAt: Number.MAX_SAFE_INTEGER }),
    PLACES,
  )

  override async fetch(request: Request): Promise<Response> {
    if (isSyncRequest(request)) return this.#sync.connect('')
    return answer(request, this.#host, async () => SOMEBODY)
  }
}
