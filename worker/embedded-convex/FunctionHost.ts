/**
 * Runs functions, one after the other. Handlers wait for nothing but the database, which answers at
 * once, so a queue gives each function the database to itself: a query sees one state, and a mutation
 * happens as a whole or not at all.
 */
import type { UserIdentity } from 'convex/server'
import type { Value } from 'convex/values'
import { AccessLog, EVERYTHING, type ReadSet, type WriteSet } from './accessLog.ts'
import { type Answer, AnsweredRequests, type RequestKey } from './answeredRequests.ts'
import type { Catalog } from './catalog.ts'
import { CommitClock } from './commitClock.ts'
import { DatabaseReader, DatabaseWriter } from './database.ts'
import { FairQueue } from './FairQueue.ts'
import { IdentityLog, type IdentityReads } from './identityReads.ts'
import type { PageJournal } from './plan.ts'
import type { FunctionKind, Functions, HostedFunction } from './registry.ts'
import { NoSuchFunction, runFunction } from './runFunction.ts'
import type { Lot } from './storage/entry.ts'
import { IndexNotBuilt, Store } from './storage/Store.ts'

export interface FunctionCall {
  path: string
  args: Value
  identity: UserIdentity | null
}

export interface QueryOutcome {
  /** What the query returned, or what it threw. `IndexNotBuilt`: it is to run again when that is done. */
  result: { value: Value } | { error: unknown }
  /** What has to change for the result to change. */
  reads: ReadSet
  /** For whom else the result would be the same. */
  identityReads: IdentityReads
  /** To be given back when a live query runs again. */
  journal: PageJournal
}

/** The state after one commit: whatever is read in it fits together. */
export interface Snapshot {
  /** The timestamp of that commit. */
  ts: number
  query(call: FunctionCall, journal: PageJournal): Promise<QueryOutcome>
}

export interface Commit {
  ts: number
  writes: WriteSet
}

export class FunctionHost {
  readonly #functions: Functions
  readonly #storage: DurableObjectStorage
  readonly #catalog: Catalog
  #store: Store
  readonly #clock: CommitClock
  readonly #answered: AnsweredRequests
  readonly #queue = new FairQueue()
  readonly #commitListeners: ((commit: Commit) => void)[] = []
  readonly #builtListeners: (() => void)[] = []
  /** Functions that an index is missing for. */
  #waiting: (() => void)[] = []

  constructor(storage: DurableObjectStorage, catalog: Catalog, functions: Functions) {
    this.#functions = functions
    this.#storage = storage
    this.#catalog = catalog
    this.#store = new Store(storage, catalog)
    this.#clock = new CommitClock(storage.kv)
    this.#answered = new AnsweredRequests(storage.sql)
  }

  /** Hears of every commit before anything else runs. */
  onCommit(listener: (commit: Commit) => void): void {
    this.#commitListeners.push(listener)
  }

  /** Hears when an index that queries wait for is whole. */
  onBuilt(listener: () => void): void {
    this.#builtListeners.push(listener)
  }

  /** The last commit, whose state is read now. */
  get ts(): number {
    return this.#clock.last
  }

  /** What the function at this path is; `query` where there is none, which then says so. */
  kindOf(path: string): FunctionKind {
    return this.#functions.at(path)?.kind ?? 'query'
  }

  /** A client says it has seen the commit `ts`. */
  observe(ts: number): void {
    this.#clock.observe(ts)
  }

  /** Whether every index of the schema has all its entries. */
  get isBuilt(): boolean {
    return this.#store.isBuilt
  }

  /** Builds indexes, while others have their turn between two steps. */
  async buildIndexes(steps: number): Promise<void> {
    for (let step = 0; step < steps && !this.#store.isBuilt; step++) {
      await this.#queue.run('build', async () => {
        if (this.#store.buildLot()) this.#tellBuilt()
      })
    }
  }

  /** Some documents of a table as they are now; `null`: there is no such table. */
  lot(name: string, after: number, until: number): Promise<Lot | null> {
    const table = this.#catalog.get(name)
    return this.#queue.run('build', async () =>
      table ? this.#store.lot(table, after, until) : null,
    )
  }

  /** How many documents a table has; 0 where there is no such table. */
  count(name: string): number {
    const table = this.#catalog.get(name)
    return table ? this.#store.count(table) : 0
  }

  /** The names of the tables that hold a document. */
  get filled(): string[] {
    return this.#store.filled
  }

  /** Does what nobody sees yet, in the time that others leave: as a whole or not at all. */
  aside<T>(work: () => T): Promise<T> {
    return this.#queue.run('build', async () => this.#storage.transactionSync(work))
  }

  /**
   * Has `put` put other documents in the place of all there are, and runs an internal mutation on them,
   * as a whole or not at all. Whoever watches sees them next.
   */
  replaceAll(put: () => void, path: string): Promise<void> {
    const internal = this.#internal(path)
    return this.#queue.run('mutation', async () => {
      const before = this.#store
      try {
        const ts = await this.#storage.transaction(async () => {
          put()
          this.#store = new Store(this.#storage, this.#catalog)
          const db = this.#writer(new AccessLog())
          await runFunction(internal, {}, db, new IdentityLog(null))
          return this.#clock.next()
        })
        this.#tell({ ts, writes: EVERYTHING })
        this.#tellBuilt()
      } catch (error) {
        this.#store = before
        throw error
      }
    })
  }

  async query(call: FunctionCall): Promise<{ value: Value }> {
    for (;;) {
      const { result } = await this.#queue.run('lookup', () =>
        this.#query(call, { endCursor: null }),
      )
      if (!('error' in result)) return result
      await this.#untilBuilt(result.error)
    }
  }

  /** Runs `work`, and no mutation meanwhile. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.#queue.run('watch', () =>
      work({
        ts: this.#clock.last,
        query: async (call, journal) => {
          await this.#queue.breathe()
          return this.#query(call, journal)
        },
      }),
    )
  }

  /** Runs a mutation; one that was answered before, by its `request`, is only answered again. */
  async mutation(call: FunctionCall, request?: RequestKey): Promise<Answer> {
    for (;;) {
      try {
        return await this.#queue.run('mutation', () => this.#mutation(call, request))
      } catch (error) {
        await this.#untilBuilt(error)
      }
    }
  }

  /** Runs an internal mutation, which no client can. */
  internalMutation(path: string, args: Value = {}): Promise<Answer> {
    const internal = this.#internal(path)
    return this.#queue.run('mutation', () =>
      this.#commit((db) => runFunction(internal, args, db, new IdentityLog(null))),
    )
  }

  /** Functions here wait for nothing but the database, so there are no actions; this says so. */
  async action({ path }: FunctionCall): Promise<never> {
    this.#function(path, 'action')
    throw new NoSuchFunction(`Could not find public function for '${path}'.`)
  }

  async #mutation(call: FunctionCall, request?: RequestKey): Promise<Answer> {
    const earlier = request && this.#answered.find(request)
    if (earlier) return earlier
    return this.#commit(
      (db) => this.#run('mutation', call, db, new IdentityLog(call.identity)),
      (answer) => request && this.#answered.keep(request, answer),
    )
  }

  /** Does `work` whole or not at all, and tells everybody of it. */
  async #commit(
    work: (db: DatabaseWriter) => Promise<Value>,
    keep: (answer: Answer) => void = () => {},
  ): Promise<Answer> {
    const log = new AccessLog()
    const db = this.#writer(log)
    const answer = await this.#storage.transaction(async () => {
      const answer = { value: await work(db), ts: this.#clock.next() }
      keep(answer)
      return answer
    })
    this.#tell({ ts: answer.ts, writes: log.writes })
    return answer
  }

  #writer(log: AccessLog): DatabaseWriter {
    const host = { store: this.#store, log, journal: { endCursor: null }, hasPaged: false }
    return new DatabaseWriter(host, this.#catalog)
  }

  #tell(commit: Commit): void {
    for (const hear of this.#commitListeners) hear(commit)
  }

  async #query(call: FunctionCall, journal: PageJournal): Promise<QueryOutcome> {
    const log = new AccessLog()
    const identity = new IdentityLog(call.identity)
    const host = { store: this.#store, log, journal: { ...journal }, hasPaged: false }
    const db = new DatabaseReader(host, this.#catalog)
    const result = await this.#run('query', call, db, identity).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    return { result, reads: log.reads, identityReads: identity.reads, journal: host.journal }
  }

  async #run(
    kind: FunctionKind,
    { path, args }: FunctionCall,
    db: DatabaseReader,
    identity: IdentityLog,
  ): Promise<Value> {
    return runFunction(this.#function(path, kind), this.#store.aliases.resolved(args), db, identity)
  }

  /** Resolves when there is another index to try with; throws what no index will mend. */
  async #untilBuilt(error: unknown): Promise<void> {
    if (!(error instanceof IndexNotBuilt)) throw error
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #tellBuilt(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const hear of [...waiting, ...this.#builtListeners]) hear()
  }

  #internal(path: string): HostedFunction {
    const found = this.#functions.internalAt(path)
    if (found) return found
    throw new NoSuchFunction(`Could not find internal function for '${path}'.`)
  }

  #function(path: string, kind: FunctionKind | 'action'): HostedFunction {
    const found = this.#functions.at(path)
    if (!found) throw new NoSuchFunction(`Could not find public function for '${path}'.`)
    if (found.kind === kind) return found
    throw new NoSuchFunction(`Trying to execute ${path} as ${kind}, but it is a ${found.kind}.`)
  }
}
