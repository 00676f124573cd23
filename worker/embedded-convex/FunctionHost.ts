/**
 * Runs functions, one after the other. Handlers wait for nothing but the database, which answers at
 * once, so a queue costs no time and gives each function the database to itself: a query sees one
 * state, and a mutation happens as a whole or not at all.
 */
import type { UserIdentity } from 'convex/server'
import type { Value } from 'convex/values'
import { AccessLog, type ReadSet, type WriteSet } from './accessLog.ts'
import type { Catalog } from './catalog.ts'
import { mismatch } from './checkValue.ts'
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
  value: Value
  /** What has to change for the value to change. */
  reads: ReadSet
  /** To be given back when a live query runs again. */
  journal: PageJournal
}

export interface MutationOutcome {
  value: Value
  writes: WriteSet
}

export class FunctionHost {
  readonly #functions: Functions
  readonly #storage: DurableObjectStorage
  readonly #catalog: Catalog
  readonly #store: Store
  #last: Promise<unknown> = Promise.resolve()

  constructor(storage: DurableObjectStorage, catalog: Catalog, functions: Functions) {
    this.#functions = functions
    this.#storage = storage
    this.#catalog = catalog
    this.#store = new Store(storage.sql, catalog)
  }

  query(call: FunctionCall, journal: PageJournal = { endCursor: null }): Promise<QueryOutcome> {
    return this.#alone(async () => {
      const log = new AccessLog()
      const host = { store: this.#store, log, journal: { ...journal } }
      const db = new DatabaseReader(host, this.#catalog)
      const value = await run(this.#function(call.path, 'query'), call, db)
      return { value, reads: log.reads, journal: host.journal }
    })
  }

  mutation(call: FunctionCall): Promise<MutationOutcome> {
    return this.#alone(async () => {
      const log = new AccessLog()
      const host = { store: this.#store, log, journal: { endCursor: null } }
      const db = new DatabaseWriter(host, this.#catalog)
      const mutation = this.#function(call.path, 'mutation')
      const value = await this.#storage.transaction(() => run(mutation, call, db))
      return { value, writes: log.writes }
    })
  }

  #function(path: string, kind: FunctionKind): HostedFunction {
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
