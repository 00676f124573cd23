/**
 * What is stored of the indexes: which of them there are, by which definition, and how far each is
 * built. It is one row, so that a start reads the same little whatever is stored.
 */
import * as z from 'zod'
import type { Catalog } from '../catalog.ts'

const builtIndexSchema = z.object({
  /** `table.index`. */
  path: z.string(),
  /** What the entries are made from: entries of another definition are never believed. */
  definition: z.string(),
  /** In the name of its table in SQLite. */
  number: z.int(),
  /** Documents created up to here, in µs, have their entries; `null`: all of them. */
  builtTo: z.number().nullable(),
})
export type BuiltIndex = z.infer<typeof builtIndexSchema>

const builtCatalogSchema = z.object({
  layout: z.literal(2),
  /** Of the whole catalog that the entries were last kept up for. */
  fingerprint: z.string(),
  nextNumber: z.int(),
  indexes: z.array(builtIndexSchema),
})
export type BuiltCatalog = z.infer<typeof builtCatalogSchema>

export const NOTHING_BUILT: BuiltCatalog = {
  layout: 2,
  fingerprint: '',
  nextNumber: 1,
  indexes: [],
}

const BUILT_CATALOG = 'builtCatalog'

export type KeyValues = Pick<SyncKvStorage, 'get' | 'put'>

/** `null`: nothing was ever stored in this layout. Throws when a newer layout is stored. */
export function readBuiltCatalog(kv: KeyValues): BuiltCatalog | null {
  const stored = kv.get(BUILT_CATALOG)
  return stored === undefined ? null : builtCatalogSchema.parse(stored)
}

export function keepBuiltCatalog(kv: KeyValues, built: BuiltCatalog): void {
  kv.put(BUILT_CATALOG, built)
}

/** An index as its entries depend on it, by its path. Convex's own two need no entries. */
export function definitionsOf(catalog: Catalog): Map<string, string> {
  const definitions = new Map<string, string>()
  for (const { indexes, searches } of catalog.values()) {
    for (const { path, fields } of indexes.values()) {
      if (!/\.by_(id|creation_time)$/.test(path)) {
        definitions.set(path, `index ${JSON.stringify(fields)}`)
      }
    }
    for (const { path, searchField, filterFields } of searches.values()) {
      definitions.set(path, `search ${JSON.stringify([searchField, ...filterFields])}`)
    }
  }
  return definitions
}

/**
 * The same for the same tables and indexes. A version of the schema that does not know an index does not
 * keep it up, so what was built is good only while this stays what it was.
 */
export const fingerprintOf = (catalog: Catalog): string =>
  JSON.stringify([[...catalog.keys()].toSorted(), [...definitionsOf(catalog)].toSorted()])

/** The name of the SQLite table that holds an index's entries. */
export const entriesOf = (number: number): string => `entries_${number}`

/** What is to be built for this catalog: what differs in anything gets a number of its own. */
export function reconciled(known: BuiltCatalog, catalog: Catalog): BuiltCatalog {
  let { nextNumber } = known
  const indexes = Array.from(definitionsOf(catalog), ([path, definition]) => {
    const before = known.indexes.find((index) => index.path === path)
    if (before?.definition === definition) return before
    return { path, definition, number: nextNumber++, builtTo: 0 }
  })
  return { layout: 2, fingerprint: fingerprintOf(catalog), nextNumber, indexes }
}
