/**
 * Runs functions, one after the other. Handlers wait for nothing but the database, which answers at
 * once, so a queue costs no time and gives each function the database to itself: a query sees one
 * state, and a mutation happens as a whole or not at all.
 */
import type { UserIdentity } from 'convex/server'
import type { Value } from 'convex/values'
import { AccessLog, type ReadSet, type WriteSet } from './accessLog.ts'
import { type Answer, AnsweredRequests, type RequestKey } from './answeredRequests.ts'
import type { Catalog } from './catalog.ts'
import { mismatch } from './checkValue.ts'
import { CommitClock } from './commitClock.ts'
import { DatabaseReader, DatabaseWriter } from './database.ts'
import type { PageJournal } from './page.ts'
import type { FunctionKind, Functions, HostedFunction } from './registry.ts'
import { Store } from './store.ts'

export interface FunctionCall {
  path: string
  args: Value
  identity: UserIdentity | null
}

export interface QueryOutcome {
  /** What the query returned, or what it threw. */
  result: { value: Value } | { error: unknown }
  /** What has to change for the result to change. */
  reads: ReadSet
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
  readonly #store: Store
  readonly #clock: CommitClock
  readonly #answered: AnsweredRequests
  readonly #listeners: ((commit: Commit) => void)[] = []
  #last: Promise<unknown> = Promise.resolve()

  constructor(storage: DurableObjectStorage, catalog: Catalog, functions: Functions) {
    this.#functions = functions
    this.#storage = storage
    this.#catalog = catalog
    this.#store = new Store(storage.sql, catalog)
    this.#clock = new CommitClock(storage.kv)
    this.#answered = new AnsweredRequests(storage.sql)
  }

  /** Hears of every commit before anything else runs. */
  onCommit(listener: (commit: Commit) => void): void {
    this.#listeners.push(listener)
  }

  /** A client says it has seen the commit `ts`. */
  observe(ts: number): void {
    this.#clock.observe(ts)
  }

  async query(call: FunctionCall): Promise<{ value: Value }> {
    const { result } = await this.snapshot(({ query }) => query(call, { endCursor: null }))
    if ('error' in result) throw result.error
    return result
  }

  /** Runs `work`, and no mutation meanwhile. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.#alone(() =>
      work({ ts: this.#clock.last, query: (call, journal) => this.#query(call, journal) }),
    )
  }

  /** Runs a mutation; one that was answered before, by its `request`, is only answered again. */
  mutation(call: FunctionCall, request?: RequestKey): Promise<Answer> {
    return this.#alone(async () => {
      const earlier = request && this.#answered.find(request)
      if (earlier) return earlier
      return this.#commit(
        (db) => this.#run('mutation', call, db),
        (answer) => request && this.#answered.keep(request, answer),
      )
    })
  }

  /** Runs an internal mutation, which no client can: nothing that is asked for later runs before it. */
  internalMutation(path: string): Promise<Answer> {
    const internal = this.#functions.internalAt(path)
    if (!internal) throw new NoSuchFunction(`Could not find internal function for '${path}'.`)
    const call = { path, args: {}, identity: null }
    return this.#alone(() => this.#commit((db) => run(internal, call, db)))
  }

  /** Does `work` whole or not at all, and tells everybody of it. */
  async #commit(
    work: (db: DatabaseWriter) => Promise<Value>,
    keep: (answer: Answer) => void = () => {},
  ): Promise<Answer> {
    const log = new AccessLog()
    const host = { store: this.#store, log, journal: { endCursor: null } }
    const db = new DatabaseWriter(host, this.#catalog)
    const answer = await this.#storage.transaction(async () => {
      const answer = { value: await work(db), ts: this.#clock.next() }
      keep(answer)
      return answer
    })
    for (const hear of this.#listeners) hear({ ts: answer.ts, writes: log.writes })
    return answer
  }

  /** Functions here wait for nothing but the database, so there are no actions; this says so. */
  async action({ path }: FunctionCall): Promise<never> {
    this.#function(path, 'action')
    throw new NoSuchFunction(`Could not find public function for '${path}'.`)
  }

  async #query(call: FunctionCall, journal: PageJournal): Promise<QueryOutcome> {
    const log = new AccessLog()
    const host = { store: this.#store, log, journal: { ...journal } }
    const db = new DatabaseReader(host, this.#catalog)
    const result = await this.#run('query', call, db).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    return { result, reads: log.reads, journal: host.journal }
  }

  async #run(kind: FunctionKind, call: FunctionCall, db: DatabaseReader): Promise<Value> {
    return run(this.#function(call.path, kind), call, db)
  }

  #function(path: string, kind: FunctionKind | 'action'): HostedFunction {
    const found = this.#functions.at(path)
    if (!found) throw new NoSuchFunction(`Could not find public function for '${path}'.`)
    if (found.kind === kind) return found
    throw new NoSuchFunction(`Trying to execute ${path} as ${kind}, but it is a ${found.kind}.`)
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}

async function run(
  { args: argsValidator, returns, handler }: HostedFunction,
  { args, identity }: FunctionCall,
  db: DatabaseReader,
): Promise<Value> {
  const wrongArgs = mismatch(argsValidator, args)
  if (wrongArgs !== null) throw new ValidationError('ArgumentValidationError', wrongArgs)
  const auth = { getUserIdentity: async () => identity }
  const value = (await handler({ db, auth }, args)) ?? null
  const wrongValue = returns && mismatch(returns, value)
  if (wrongValue) throw new ValidationError('ReturnsValidationError', wrongValue)
  return value
}

/** What was sent, or what a function returned, has another shape than its validator says. */
export class ValidationError extends Error {
  constructor(name: 'ArgumentValidationError' | 'ReturnsValidationError', problem: string) {
    super(`${name}: ${problem}`)
    this.name = name
  }
}

export class NoSuchFunction extends Error {}
