/** What a query is to read, and in which surroundings. */
import type { AccessLog } from './accessLog.ts'
import type { SearchDefinition, TableDefinition } from './catalog.ts'
import type { Predicate } from './filter.ts'
import type { KeyRange } from './keyRange.ts'
import type { SearchRequest } from './searchText.ts'
import type { Order } from './storage/entry.ts'
import type { Store } from './storage/Store.ts'

/** What a query goes along. */
export type Source =
  | { kind: 'index'; range: KeyRange; order: Order }
  | { kind: 'search'; definition: SearchDefinition; request: SearchRequest }

/**
 * Where the page of a live query ended when it was first read. Read again with its journal, a page
 * covers the same stretch, however many rows it holds by then, and so leaves no gap to the next.
 */
export interface PageJournal {
  endCursor: string | null
}

/** What a query needs of the function that runs it. */
export interface QueryHost {
  store: Store
  log: AccessLog
  journal: PageJournal
  /** Whether the function has read a page: Convex lets it read one. */
  hasPaged: boolean
}

export interface Plan {
  table: TableDefinition
  source: Source
  filters: readonly Predicate[]
  limit: number
}
