import { DurableObject } from 'cloudflare:workers'
import * as z from 'zod'
import * as afterCalls from '../../../convex/afterCalls.ts'
import * as agents from '../../../convex/agents.ts'
import * as chats from '../../../convex/chats.ts'
import * as overview from '../../../convex/overview.ts'
import schema from '../../../convex/schema.ts'
import * as twilioNumbers from '../../../convex/twilioNumbers.ts'
import * as retention from '../../../convex/retention.ts'
import * as deletion from '../../../convex/deletion.ts'
import * as upkeep from '../../../convex/upkeep.ts'
import * as voiceCalls from '../../../convex/voiceCalls.ts'
import { TOKEN_ISSUER, roleSchema } from '../../../convex/model/identity.ts'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { FunctionHost } from '../../../worker/embedded-convex/FunctionHost.ts'
import { answer } from '../../../worker/embedded-convex/httpApi.ts'
import { isSyncRequest, SyncServer } from '../../../worker/embedded-convex/sync/SyncServer.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'
import * as fill from '../probe/fill.ts'
import {
  keepBuiltCatalog,
  readBuiltCatalog,
} from '../../../worker/embedded-convex/storage/builtIndexes.ts'
import { Retention } from '../../../worker/embedded-convex/Retention.ts'
import { Upkeep } from '../../../worker/embedded-convex/Upkeep.ts'
import { writeFirstLayout } from './firstLayout.ts'

/** The product's, and one that stores many calls at once. */
const functions = new Functions({
  afterCalls,
  chats,
  agents,
  deletion,
  fill,
  overview,
  retention,
  twilioNumbers,
  upkeep,
  voiceCalls,
})

const documentsSchema = z.array(z.object({ table: z.string(), document: z.json() }))

/** The product's functions on a host whose reads and writes are counted. Who asks is believed. */
export class MeasuredConvex extends DurableObject {
  readonly #counter = new StorageCounter(this.ctx.storage)
  #host: FunctionHost | null = null
  #sync: SyncServer | null = null
  /** How long the service's queries took, from their arrival here to their answer, in ms. */
  #inside: number[] = []

  override async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/measure') return Response.json(this.#counter.take())
    if (pathname === '/inside') {
      const inside = this.#inside
      this.#inside = []
      return Response.json(inside)
    }
    if (pathname === '/first-layout') {
      writeFirstLayout(this.ctx.storage.sql, documentsSchema.parse(await request.json()))
      return new Response()
    }
    if (pathname === '/restart') {
      this.#counter.take()
      this.#start()
      return Response.json(this.#counter.take())
    }
    if (pathname === '/upkeep') {
      const work = new Upkeep(this.#host ?? this.#start(), this.ctx.storage.kv)
      while (!work.isDone) await work.run()
      return new Response()
    }
    if (pathname === '/retain') {
      const retention = new Retention(this.#host ?? this.#start(), this.ctx.storage.kv)
      const now = Math.max(Date.now(), retention.dueAt)
      while (retention.dueAt <= now) await retention.run(now)
      return new Response()
    }
    if (pathname === '/forget-index') {
      const built = readBuiltCatalog(this.ctx.storage.kv)
      const path = await request.text()
      const indexes = built?.indexes.map((index) =>
        index.path === path ? { ...index, definition: 'another' } : index,
      )
      if (built && indexes)
        keepBuiltCatalog(this.ctx.storage.kv, { ...built, indexes, fingerprint: '' })
      return new Response()
    }
    const host = this.#host ?? this.#start()
    if (isSyncRequest(request)) return this.#syncServer(host).connect('')
    const role = request.headers.get('role') ?? 'service'
    const from = Date.now()
    const answered = await answer(request, host, async () => identityOf(role))
    if (role === 'service' && pathname === '/api/query') this.#inside.push(Date.now() - from)
    return answered
  }

  #start(): FunctionHost {
    this.#sync = null
    this.#host = new FunctionHost(this.#counter.storage, readCatalog(schema), functions)
    return this.#host
  }

  #syncServer(host: FunctionHost): SyncServer {
    this.#sync ??= new SyncServer(host, async (token) => ({
      identity: identityOf(token),
      expiresAt: Number.MAX_SAFE_INTEGER,
    }))
    return this.#sync
  }
}

/** `operator` or `service`, and after a dot who of them. */
function identityOf(name: string) {
  const role = roleSchema.parse(name.split('.')[0])
  return { role, name, subject: name, issuer: TOKEN_ISSUER, tokenIdentifier: name }
}

/** What came of a storage since it was last asked. */
class StorageCounter {
  readonly storage: DurableObjectStorage
  readonly #real: DurableObjectStorage
  #cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
  #puts = 0
  #changes: number

  constructor(real: DurableObjectStorage) {
    this.#real = real
    this.#changes = this.#totalChanges()
    this.storage = withParts(real, {
      sql: withParts(real.sql, {
        exec: (query: string, ...bindings: unknown[]) => {
          const cursor = real.sql.exec(query, ...bindings)
          this.#cursors.push(cursor)
          return cursor
        },
      }),
      kv: withParts(real.kv, {
        put: (key: string, value: unknown) => {
          this.#puts += 1
          real.kv.put(key, value)
        },
      }),
    })
  }

  /** `changes` is SQLite's own count, with what a full-text table writes within; cursors count that as one. */
  take() {
    const sum = (of: 'rowsRead' | 'rowsWritten') =>
      this.#cursors.reduce((total, cursor) => total + cursor[of], 0)
    const before = this.#changes
    this.#changes = this.#totalChanges()
    const figures = {
      rowsRead: sum('rowsRead'),
      rowsWritten: sum('rowsWritten') + this.#puts,
      changes: this.#changes - before,
      bytes: this.#real.sql.databaseSize,
    }
    this.#cursors = []
    this.#puts = 0
    return figures
  }

  #totalChanges(): number {
    return Number(this.#real.sql.exec('SELECT total_changes() AS n').one()['n'])
  }
}

/** The object with some of its parts replaced. */
function withParts<T extends object>(object: T, parts: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(object, {
    get: (target, name) => {
      if (Object.hasOwn(parts, name)) return Reflect.get(parts, name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
