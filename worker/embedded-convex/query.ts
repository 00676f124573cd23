/** `ctx.db.query(table)`: which entries are read, in which order, and how many of them. */
import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { IndexDefinition, TableDefinition } from './catalog.ts'
import type { StoredDocument } from './document.ts'
import { type FilterBuilder, predicateOf } from './filter.ts'
import { IndexRangeBuilder, rangeOf } from './indexRange.ts'
import { readPage } from './page.ts'
import type { Plan, QueryHost } from './plan.ts'
import { readEntries } from './read.ts'
import { SearchBuilder, searchOf } from './search.ts'
import type { Order } from './storage/entry.ts'

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

  /** A method of Convex's that its types leave out. */
  count(): never {
    throw new Error('This host does not support `count`.')
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StoredDocument> {
    yield* this.#documents()
  }

  *#documents(): Generator<StoredDocument> {
    const { source, filters, limit } = this.plan
    let left = limit
    if (left === 0) return
    // Rows that a filter drops have to be made up for.
    const expected = Number.isFinite(limit) ? limit : undefined
    for (const { document } of readEntries(this.host, this.plan.table, source, expected)) {
      if (!filters.every((filter) => filter.holds(document))) continue
      yield document
      left -= 1
      if (left === 0) return
    }
  }
}

/** A query whose order is still open: ascending unless `order` says otherwise. */
export class Query extends OrderedQuery {
  order(order: Order): OrderedQuery {
    const { source } = this.plan
    if (source.kind === 'search') throw new Error('A search has its own order.')
    return new OrderedQuery(this.host, { ...this.plan, source: { ...source, order } })
  }
}

/** A query over a whole table, in order of creation, unless it is given an index. */
export class QueryInitializer extends Query {
  constructor(host: QueryHost, table: TableDefinition) {
    const range = rangeOf(indexOf(table, 'by_creation_time'), new IndexRangeBuilder())
    super(host, {
      table,
      source: { kind: 'index', range, order: 'asc' },
      filters: [],
      limit: Infinity,
    })
  }

  fullTableScan(): Query {
    return this
  }

  withIndex(name: string, build: (q: IndexRangeBuilder) => IndexRangeBuilder = (q) => q): Query {
    const range = rangeOf(indexOf(this.plan.table, name), build(new IndexRangeBuilder()))
    return new Query(this.host, { ...this.plan, source: { kind: 'index', range, order: 'asc' } })
  }

  withSearchIndex(name: string, build: (q: SearchBuilder) => SearchBuilder): OrderedQuery {
    const definition = this.plan.table.searches.get(name)
    if (!definition) throw new Error(`Search index ${this.plan.table.name}.${name} not found.`)
    const source = searchOf(build(new SearchBuilder(definition)))
    return new OrderedQuery(this.host, { ...this.plan, source })
  }
}

function indexOf(table: TableDefinition, name: string): IndexDefinition {
  const index = table.indexes.get(name)
  if (!index) throw new Error(`Index ${table.name}.${name} not found.`)
  return index
}
