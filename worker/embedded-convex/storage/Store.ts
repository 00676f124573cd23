/**
 * Documents and their index entries in the object's SQLite: a table for the documents of each Convex
 * table, and one for the entries of each declared index. It knows keys and ranges, not values:
 * `database.ts` above it speaks in documents and fields.
 */
import type { Catalog, SearchDefinition, TableDefinition } from '../catalog.ts'
import type { StoredDocument } from '../document.ts'
import { newSalt } from '../documentId.ts'
import type { KeyRange } from '../keyRange.ts'
import { encodeKey } from '../orderKey.ts'
import type { SearchRequest } from '../searchText.ts'
import { Aliases } from './aliases.ts'
import {
  type BuiltCatalog,
  type BuiltIndex,
  entriesOf,
  fingerprintOf,
  keepBuiltCatalog,
  NOTHING_BUILT,
  readBuiltCatalog,
  reconciled,
} from './builtIndexes.ts'
import { convertFirstLayout } from './convertFirstLayout.ts'
import { createRows, DocumentRows, systemFields } from './DocumentRows.ts'
import { type Entries, entriesFor } from './entriesFor.ts'
import type { Entry, Lot, Order, Storage, Touched } from './entry.ts'
import { IndexEntries } from './IndexEntries.ts'
import { type Hit, SearchEntries } from './SearchEntries.ts'

interface OpenIndex {
  entries: Entries
  built: BuiltIndex
}
interface OpenTable {
  rows: DocumentRows
  /** By path. */
  indexes: Map<string, OpenIndex>
}

/** Documents that one step of building an index, or of an export, reads. */
const LOT = 500

/** A query needs an index that a new version brought and that is not built to the end yet. */
export class IndexNotBuilt extends Error {
  constructor(path: string) {
    super(`Index ${path} is being built.`)
  }
}

export class Store {
  readonly aliases: Aliases
  readonly #storage: Storage
  readonly #tables = new Map<string, OpenTable>()
  readonly #built: BuiltCatalog
  /** Tables of which it is known that no document is later than `#lastCreated`. */
  readonly #timed = new Set<TableDefinition>()
  #lastCreated = 0

  constructor(storage: Storage, catalog: Catalog) {
    this.#storage = storage
    const known = readBuiltCatalog(storage.kv)
    const isCurrent = known?.fingerprint === fingerprintOf(catalog)
    this.#built = isCurrent ? known : reconciled(known ?? NOTHING_BUILT, catalog)
    this.#open(catalog)
    if (!isCurrent) storage.transactionSync(() => this.#bringUpToDate(known, catalog))
    this.aliases = new Aliases(storage)
  }

  get(table: TableDefinition, id: string): StoredDocument | null {
    return this.#table(table).rows.get(id)
  }

  /** At most `limit` entries of the range, beginning at its lower end, or for `desc` at its upper. */
  scan(table: TableDefinition, range: KeyRange, order: Order, limit: number): Entry[] {
    const { rows } = this.#table(table)
    if (range.index === `${table.name}.by_id`) return rows.byId(range, order, limit)
    if (range.index === `${table.name}.by_creation_time`) {
      return rows.byCreation(range, order, limit)
    }
    const entries = this.#entries(table, range.index)
    if (!(entries instanceof IndexEntries)) throw new Error(`${range.index} is no such index.`)
    return entries.scan(range, order, limit)
  }

  search(
    table: TableDefinition,
    { path }: SearchDefinition,
    request: SearchRequest,
    limit: number,
  ): Hit[] {
    const entries = this.#entries(table, path)
    if (!(entries instanceof SearchEntries)) throw new Error(`${path} is no search index.`)
    return entries.search(request, limit)
  }

  /** Documents that were created after `after`, at most one lot, and no later than `until`; epoch µs. */
  lot(table: TableDefinition, after: number, until: number): Lot {
    const { rows } = this.#table(table)
    const lot = rows.after(after, LOT)
    const documents = lot.filter((document) => rows.placeOf(document).created <= until)
    const last = documents.at(-1)
    const isLast = !last || documents.length < LOT
    return { documents, next: isLast ? null : rows.placeOf(last).created }
  }

  insert(table: TableDefinition, fields: object): { document: StoredDocument; touched: Touched } {
    const place = { created: this.#nextCreated(table), salt: newSalt() }
    const document = { ...fields, ...systemFields(table, place) }
    this.#table(table).rows.insert(document)
    return { document, touched: this.#moveEntries(table, null, document) }
  }

  replace(table: TableDefinition, before: StoredDocument, document: StoredDocument): Touched {
    this.#table(table).rows.replace(before, document)
    return this.#moveEntries(table, before, document)
  }

  delete(table: TableDefinition, document: StoredDocument): Touched {
    this.#table(table).rows.delete(document)
    return this.#moveEntries(table, document, null)
  }

  /** How many documents a table has: the entries of an index are as many, and shorter. */
  count(table: TableDefinition): number {
    const { rows, indexes } = this.#table(table)
    for (const { entries, built } of indexes.values()) {
      if (built.builtTo === null && entries instanceof IndexEntries) return entries.count
    }
    return rows.count
  }

  /** The names of the tables that hold a document. */
  get filled(): string[] {
    return [...this.#tables].flatMap(([name, { rows }]) => (rows.isEmpty ? [] : [name]))
  }

  /** Whether every index has all its entries. */
  get isBuilt(): boolean {
    return this.#built.indexes.every(({ builtTo }) => builtTo === null)
  }

  /** Builds a little more of an index that is not built. Returns whether that made one whole. */
  buildLot(): boolean {
    for (const { rows, indexes } of this.#tables.values()) {
      for (const index of indexes.values()) {
        if (index.built.builtTo !== null) return this.#buildLot(rows, index)
      }
    }
    return false
  }

  #buildLot(rows: DocumentRows, index: OpenIndex): boolean {
    const builtTo = this.#storage.transactionSync(() => {
      const builtTo = addLot(rows, index)
      const indexes = this.#built.indexes.map((one) =>
        one === index.built ? { ...one, builtTo } : one,
      )
      keepBuiltCatalog(this.#storage.kv, { ...this.#built, indexes })
      return builtTo
    })
    // What is in memory changes only when it is stored.
    index.built.builtTo = builtTo
    return builtTo === null
  }

  #moveEntries(
    table: TableDefinition,
    before: StoredDocument | null,
    after: StoredDocument | null,
  ): Touched {
    const { rows, indexes } = this.#table(table)
    const document = after ?? before
    if (!document) return []
    const { created } = rows.placeOf(document)
    const touched: Touched = [
      [`${table.name}.by_id`, encodeKey([document._id])],
      [`${table.name}.by_creation_time`, encodeKey([document._creationTime])],
    ]
    for (const { entries, built } of indexes.values()) {
      // A document that the builder has yet to come by is left to it.
      const isWritten = built.builtTo === null || created <= built.builtTo
      touched.push(...entries.move(before, after, isWritten))
    }
    return touched
  }

  #table({ name }: TableDefinition): OpenTable {
    const found = this.#tables.get(name)
    if (!found) throw new Error(`Table "${name}" is not in the schema.`)
    return found
  }

  #entries(table: TableDefinition, path: string): OpenIndex['entries'] {
    const index = this.#table(table).indexes.get(path)
    if (!index) throw new Error(`Index ${path} not found.`)
    if (index.built.builtTo !== null) throw new IndexNotBuilt(path)
    return index.entries
  }

  /** Now in µs, but later than any creation before: the order of creation is never left to chance. */
  #nextCreated(table: TableDefinition): number {
    if (!this.#timed.has(table)) {
      this.#lastCreated = Math.max(this.#lastCreated, this.#table(table).rows.latest)
      this.#timed.add(table)
    }
    this.#lastCreated = Math.max(Date.now() * 1000, this.#lastCreated + 1)
    return this.#lastCreated
  }

  #open(catalog: Catalog): void {
    const built = new Map(this.#built.indexes.map((index) => [index.path, index]))
    for (const table of catalog.values()) {
      const rows = new DocumentRows(this.#storage.sql, table)
      const indexes = new Map<string, OpenIndex>()
      for (const { path, open } of entriesFor(this.#storage.sql, table, rows)) {
        const index = built.get(path)
        if (index) indexes.set(path, { entries: open(entriesOf(index.number)), built: index })
      }
      this.#tables.set(table.name, { rows, indexes })
    }
  }

  /** Another version of the schema ran last, or none in this layout: what it left is not believed. */
  #bringUpToDate(known: BuiltCatalog | null, catalog: Catalog): void {
    const { sql, kv } = this.#storage
    for (const table of catalog.values()) createRows(sql, table)
    if (!known) convertFirstLayout(this.#storage, catalog)
    const numbers = new Set(this.#built.indexes.map(({ number }) => number))
    for (const { number } of known?.indexes ?? []) {
      if (!numbers.has(number)) sql.exec(`DROP TABLE ${entriesOf(number)}`)
    }
    const before = new Set(known?.indexes.map(({ number }) => number))
    for (const { rows, indexes } of this.#tables.values()) {
      for (const index of indexes.values()) {
        if (before.has(index.built.number)) continue
        index.entries.create()
        // A small table has its entries at once.
        index.built.builtTo = addLot(rows, index)
      }
    }
    keepBuiltCatalog(kv, this.#built)
  }
}

/** Adds the entries of some more documents. Returns how far the index is built then. */
function addLot(rows: DocumentRows, { entries, built }: OpenIndex): number | null {
  const lot = rows.after(built.builtTo ?? 0, LOT)
  for (const document of lot) entries.add(document)
  const last = lot.at(-1)
  return last && lot.length === LOT ? rows.placeOf(last).created : null
}
