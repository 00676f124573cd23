import { DurableObject } from 'cloudflare:workers'
import type { Fullness } from '../../convex/model/fullness.ts'
import type { ExportedLot } from './dataExport.ts'
import type { DataHost, EmbeddedConvexEnv } from './DataHost.ts'
import type { Imported, ImportedLot } from './DataImport.ts'
import type { Alias } from './storage/aliases.ts'

/**
 * The Convex functions on a Durable Object, for installations without a Convex deployment. One object
 * holds all rows; an unmodified Convex client is its client. Its code is loaded with the object: an
 * installation with a deployment of Convex never does so.
 */
export class EmbeddedConvex extends DurableObject<EmbeddedConvexEnv> {
  /** There before anything is asked. */
  readonly #host = this.ctx.blockConcurrencyWhile(() => hostOf(this.ctx, this.env))

  override async alarm(): Promise<void> {
    return (await this.#host).alarm()
  }

  override async fetch(request: Request): Promise<Response> {
    return (await this.#host).fetch(request)
  }

  /** What there is to export; see `dataExport.ts`. */
  async exportedTables(): Promise<{ name: string; id: number }[]> {
    return (await this.#host).exportedTables()
  }

  async exportedLot(table: string, after: number, until: number): Promise<ExportedLot | null> {
    return (await this.#host).exportedLot(table, after, until)
  }

  async fullness(): Promise<Fullness> {
    return (await this.#host).fullness()
  }

  /** See `DataImport.ts`. */
  async beginImport(replaces: boolean): Promise<Imported<{ id: string }>> {
    return (await this.#host).beginImport(replaces)
  }

  async addToImport(id: string, lot: ImportedLot): Promise<Imported<object>> {
    return (await this.#host).addToImport(id, lot)
  }

  async endImport(id: string, aliases: readonly Alias[]): Promise<Imported<object>> {
    return (await this.#host).endImport(id, aliases)
  }

  async dropImport(id: string): Promise<void> {
    return (await this.#host).dropImport(id)
  }

  /** The private key (a JWK as JSON) that tokens are signed with; made at the first call if none is set. */
  async signingKey(): Promise<string> {
    return (await this.#host).signingKey()
  }

  /** The key that secrets are sealed with (32 bytes in base64); made at the first call if none is set. */
  async secretsKey(): Promise<string> {
    return (await this.#host).secretsKey()
  }
}

async function hostOf(ctx: DurableObjectState, env: EmbeddedConvexEnv): Promise<DataHost> {
  const { DataHost } = await import('./DataHost.ts')
  return new DataHost(ctx, env)
}
