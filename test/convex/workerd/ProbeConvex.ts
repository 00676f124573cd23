import { DurableObject } from 'cloudflare:workers'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { FunctionHost } from '../../../worker/embedded-convex/FunctionHost.ts'
import { answer } from '../../../worker/embedded-convex/httpApi.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'
import * as probes from '../probe/probes.ts'
import schema from '../probe/schema.ts'

/** The embedded host with a schema and functions of its own, to try what the product's do not do. */
export class ProbeConvex extends DurableObject {
  readonly #host = new FunctionHost(
    this.ctx.storage,
    readCatalog(schema),
    new Functions({ probes }),
  )

  override fetch(request: Request): Promise<Response> {
    return answer(request, this.#host, async () => null)
  }
}
