import type { UserIdentity } from 'convex/server'
import { LATEST_MIGRATION } from '../../convex/lib/migrationList.ts'
import type { Fullness } from '../../convex/model/fullness.ts'
import schema from '../../convex/schema.ts'
import { CLIENT_HEADER } from '../lib/clientHeader.ts'
import { isPrivateKey, newPrivateKey, type SigningKey, signingKey } from '../lib/es256.ts'
import { logFailure } from '../lib/log.ts'
import { isSecretsKey, newSecretsKey } from '../lib/secretsKey.ts'
import { readCatalog } from './catalog.ts'
import { type ExportedLot, exportedLot, exportedTables } from './dataExport.ts'
import { DataImport, type Imported, type ImportedLot } from './DataImport.ts'
import { FullnessWatch } from './FullnessWatch.ts'
import { FunctionHost } from './FunctionHost.ts'
import { functions } from './functions.ts'
import { answer } from './httpApi.ts'
import { makesWay } from './makeWay.ts'
import { Retention } from './Retention.ts'
import type { Alias } from './storage/aliases.ts'
import { isSyncRequest, SyncServer } from './sync/SyncServer.ts'
import { type Bearer, bearerOf } from './tokens.ts'
import { Upkeep } from './Upkeep.ts'

/** The settings this object reads. */
export interface EmbeddedConvexEnv {
  /** The Worker's private key, where the deployer has set one. */
  AUTH_PRIVATE_KEY?: string
  /** The key that secrets are sealed with, where the deployer has set one. */
  SECRETS_KEY?: string
  /** How much may be stored, in GB. */
  DATA_LIMIT_GB?: string
  /** Which version of the Worker runs here. */
  VERSION?: WorkerVersionMetadata
}

const catalog = readCatalog(schema)

const PRIVATE_KEY = 'privateKey'
const SECRETS_KEY = 'secretsKey'
/** How long after an alarm that failed the next one rings, in ms. */
const AGAIN_MS = 3_600_000
/** The number of the last migration that has run: a start that finds nothing new reads no row. */
const MIGRATED = 'migrated'

/** All that `EmbeddedConvex` does: the functions with their rows, and what looks after these. */
export class DataHost {
  readonly #ctx: DurableObjectState
  readonly #env: EmbeddedConvexEnv
  readonly #host: FunctionHost
  readonly #sync: SyncServer
  readonly #upkeep: Upkeep
  readonly #import: DataImport
  readonly #retention: Retention
  readonly #fullness: FullnessWatch
  #key: Promise<SigningKey> | null = null

  constructor(ctx: DurableObjectState, env: EmbeddedConvexEnv) {
    this.#ctx = ctx
    this.#env = env
    this.#host = new FunctionHost(ctx.storage, catalog, functions)
    this.#sync = new SyncServer(this.#host, (token) => this.#bearer(token))
    this.#upkeep = new Upkeep(this.#host, ctx.storage.kv)
    this.#import = new DataImport(this.#host, ctx.storage, catalog)
    this.#retention = new Retention(this.#host, ctx.storage.kv)
    this.#fullness = new FullnessWatch(this.#host, ctx.storage, env.DATA_LIMIT_GB)
    // What is asked of the host waits for its turn, so that nothing meets a row of an earlier release.
    if (ctx.storage.kv.get(MIGRATED) !== LATEST_MIGRATION) void this.#migrate()
    // The alarm sets the next one itself.
    if (!this.#upkeep.isDone || this.#retention.dueAt === 0) void ctx.storage.setAlarm(Date.now())
  }

  async alarm(): Promise<void> {
    const now = Date.now()
    // An alarm that fails a few times is never rung again: the next one is set before.
    await this.#ctx.storage.setAlarm(now + AGAIN_MS)
    await this.#import.drop(null)
    await this.#upkeep.run()
    if (this.#upkeep.isDone) await this.#retention.run(now)
    this.#fullness.warn(now)
    await this.#ctx.storage.setAlarm(this.#upkeep.isDone ? this.#retention.dueAt : now)
  }

  async #migrate(): Promise<void> {
    try {
      await this.#host.internalMutation('migrations:runAll')
      this.#ctx.storage.kv.put(MIGRATED, LATEST_MIGRATION)
    } catch (error) {
      logFailure('The stored data were not migrated.', {}, error)
    }
  }

  async fetch(request: Request): Promise<Response> {
    if (isSyncRequest(request)) {
      const stops = makesWay(request, this.#env.VERSION, this.#ctx.storage.kv, Date.now())
      return stops ? this.#stop() : this.#sync.connect(request.headers.get(CLIENT_HEADER) ?? '')
    }
    return answer(request, this.#host, (from) => this.#identity(from))
  }

  /** What there is to export; see `dataExport.ts`. */
  exportedTables(): { name: string; id: number }[] {
    return exportedTables(catalog)
  }

  exportedLot(table: string, after: number, until: number): Promise<ExportedLot | null> {
    return exportedLot(this.#host, table, after, until)
  }

  fullness(): Fullness {
    return this.#fullness.fullness
  }

  /** See `DataImport.ts`. */
  beginImport(replaces: boolean): Promise<Imported<{ id: string }>> {
    return this.#import.begin(replaces)
  }

  addToImport(id: string, lot: ImportedLot): Promise<Imported<object>> {
    return this.#import.add(id, lot)
  }

  async endImport(id: string, aliases: readonly Alias[]): Promise<Imported<object>> {
    const ended = await this.#import.end(id, aliases)
    if ('problem' in ended) return ended
    this.#upkeep.beginAnew()
    this.#retention.beginAnew()
    await this.#ctx.storage.setAlarm(Date.now())
    return ended
  }

  dropImport(id: string): Promise<void> {
    return this.#import.drop(id)
  }

  /** The private key (a JWK as JSON) that tokens are signed with; made at the first call if none is set. */
  async signingKey(): Promise<string> {
    const set = this.#env.AUTH_PRIVATE_KEY
    // A wrong one counts as not set, as everywhere.
    if (set && isPrivateKey(set)) return set
    const kept = this.#ctx.storage.kv.get(PRIVATE_KEY)
    if (typeof kept === 'string') return kept
    const made = await newPrivateKey()
    // Another request may have made one meanwhile: the first one stays.
    const earlier = this.#ctx.storage.kv.get(PRIVATE_KEY)
    if (typeof earlier === 'string') return earlier
    this.#ctx.storage.kv.put(PRIVATE_KEY, made)
    return made
  }

  /** The key that secrets are sealed with (32 bytes in base64); made at the first call if none is set. */
  secretsKey(): string {
    const set = this.#env.SECRETS_KEY?.trim()
    if (set && isSecretsKey(set)) return set
    const kept = this.#ctx.storage.kv.get(SECRETS_KEY)
    if (typeof kept === 'string') return kept
    const made = newSecretsKey()
    this.#ctx.storage.kv.put(SECRETS_KEY, made)
    return made
  }

  /** Clients connect again by themselves, and ask again what was not answered. */
  #stop(): Response {
    const why = 'Another version of the Worker takes over.'
    this.#ctx.waitUntil(this.#ctx.storage.sync().then(() => this.#ctx.abort(why)))
    return Response.json({ error: `${why} Connect again.` }, { status: 503 })
  }

  async #identity(request: Request): Promise<UserIdentity | null> {
    const header = request.headers.get('authorization')
    if (!header) return null
    const { identity } = await this.#bearer(header.replace(/^Bearer\s+/i, ''))
    return identity
  }

  async #bearer(token: string): Promise<Bearer> {
    this.#key ??= this.signingKey().then(signingKey)
    return bearerOf(token, await this.#key)
  }
}
