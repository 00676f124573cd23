/** `ctx.db.query(table)`: which entries are read, in which order, and how many of them. */
import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { AccessLog } from './accessLog.ts'
import type { IndexDefinition, TableDefinition } from './catalog.ts'
import type { StoredDocument } from './document.ts'
import { type FilterBuilder, type Predicate, predicateOf } from './filter.ts'
import { IndexRangeBuilder, rangeOf } from './indexRange.ts'
import { afterKey, type KeyRange } from './keyRange.ts'
import { type PageJournal, readPage } from './page.ts'
import type { Entry, Order, Store } from './store.ts'

/** What a query needs of the function that runs it. */
export interface QueryHost {
  store: Store
  log: AccessLog
  journal: PageJournal
}

export interface Plan {
  table: TableDefinition
  range: KeyRange
  order: Order
  filters: readonly Predicate[]
  limit: number
}

/** Rows are read in lots, so that a loop that stops early has not read a table. */
const LARGEST_LOT = 256
const USUAL_LOT = 16

/**
 * Reads entries one after the other, and notes the stretch that was really read. `expected`: how many
 * will likely do; reading no more keeps that stretch short, and the query from running again for nothing.
 */
export function* readEntries(
  host: QueryHost,
  range: KeyRange,
  order: Order,
  expected = USUAL_LOT,
): Generator<Entry> {
  let rest = range
  for (let lot = Math.min(expected, LARGEST_LOT); ; lot = Math.min(lot * 4, LARGEST_LOT)) {
    const entries = host.store.scan(rest, order, lot)
    const exhausted = entries.length < lot
    const last = entries.at(-1)
    const done = last && !exhausted ? splitAt(rest, order, last.key) : { read: rest, rest: null }
    host.log.read(done.read)
    yield* entries
    if (!done.rest) return
    rest = done.rest
  }
}

function splitAt(range: KeyRange, order: Order, key: Uint8Array) {
  if (order === 'desc') {
    return { read: { ...range, lower: key }, rest: { ...range, upper: key } }
  }
  const next = afterKey(key)
  return { read: { ...range, upper: next }, rest: { ...range, lower: next } }
}

/** A query that has its order; every method but `filter` and `limit` reads. */
export class OrderedQuery implements AsyncIterable<StoredDocument> {
  protected readonly host: QueryHost
  protected readonly plan: Plan

  constructor(host: QueryHost, plan: Plan) {
    this.host = host
    this.plan = plan
  }

  filter(predicate: (q: FilterBuilder) => ReturnType<FilterBuilder['and']>): OrderedQuery {
    const filters = [...this.plan.filters, predicateOf(predicate)]
    return new OrderedQuery(this.host, { ...this.plan, filters })
  }

  limit(limit: number): OrderedQuery {
    return new OrderedQuery(this.host, { ...this.plan, limit: Math.min(limit, this.plan.limit) })
  }

  async collect(): Promise<StoredDocument[]> {
    return [...this.#documents()]
  }

  async take(count: number): Promise<StoredDocument[]> {
    if (!Number.isInteger(count) || count < 0) {
      throw new Error(`\`take\` needs a non-negative integer, got ${count}.`)
    }
    return this.limit(count).collect()
  }

  async first(): Promise<StoredDocument | null> {
    const [document] = await this.take(1)
    return document ?? null
  }

  async unique(): Promise<StoredDocument | null> {
    const [document, another] = await this.take(2)
    if (another) {
      throw new Error(
        `unique() query returned more than one result from table ${this.plan.table.name}: [${document?._id}, ${another._id}, ...]`,
      )
    }
    return document ?? null
  }

  async paginate(options: PaginationOptions): Promise<PaginationResult<StoredDocument>> {
    return readPage(this.host, this.plan, options)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StoredDocument> {
    yield* this.#documents()
  }

  *#documents(): Generator<StoredDocument> {
    const { range, order, filters, limit } = this.plan
    let left = limit
    if (left === 0) return
    const expected = Number.isFinite(limit) ? limit : undefined
    for (const { document } of readEntries(this.host, range, order, expected)) {
      if (!filters.every((fits) => fits(document))) continue
      yield document
      left -= 1
      if (left === 0) return
    }
  }
}

/** A query whose order is still open: ascending unless `order` says otherwise. */
export class Query extends OrderedQuery {
  order(order: Order): OrderedQuery {
    return new OrderedQuery(this.host, { ...this.plan, order })
  }
}

/** A query over a whole table, in order of creation, unless it is given an index. */
export class QueryInitializer extends Query {
  constructor(host: QueryHost, table: TableDefinition) {
    const range = rangeOf(indexOf(table, 'by_creation_time'), new IndexRangeBuilder())
    super(host, { table, range, order: 'asc', filters: [], limit: Infinity })
  }

  fullTableScan(): Query {
    return this
  }

  withIndex(name: string, build: (q: IndexRangeBuilder) => IndexRangeBuilder = (q) => q): Query {
    const range = rangeOf(indexOf(this.plan.table, name), build(new IndexRangeBuilder()))
    return new Query(this.host, { ...this.plan, range })
  }
}

function indexOf(table: TableDefinition, name: string): IndexDefinition {
  const index = table.indexes.get(name)
  if (!index) throw new Error(`Index ${table.name}.${name} not found.`)
  return index
}
