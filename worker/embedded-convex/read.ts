/** Reads the entries of a query one after the other, and notes the stretch that was really read. */
import type { TableDefinition } from './catalog.ts'
import { afterKey, type KeyRange, prefixRange } from './keyRange.ts'
import { encodeKey } from './orderKey.ts'
import type { QueryHost, Source } from './plan.ts'
import { queryTokens } from './searchText.ts'
import { MAX_RESULTS } from './storage/SearchEntries.ts'
import type { Entry, Order } from './storage/entry.ts'

/** Rows are read in lots, so that a loop that stops early has not read a table. */
const LARGEST_LOT = 256
const USUAL_LOT = 16

/**
 * `expected`: how many entries will likely do; reading no more keeps the stretch short, and the query
 * from running again for nothing.
 */
export function readEntries(
  host: QueryHost,
  table: TableDefinition,
  source: Source,
  expected = USUAL_LOT,
): Iterable<Entry> {
  return source.kind === 'index'
    ? indexEntries(host, table, source, expected)
    : searchEntries(host, table, source)
}

function* indexEntries(
  host: QueryHost,
  table: TableDefinition,
  { range, order }: Extract<Source, { kind: 'index' }>,
  expected: number,
): Generator<Entry> {
  let rest = range
  for (let lot = Math.min(expected, LARGEST_LOT); ; lot = Math.min(lot * 4, LARGEST_LOT)) {
    const entries = host.store.scan(table, rest, order, lot)
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

/** The best first; their keys order them so. */
function* searchEntries(
  host: QueryHost,
  table: TableDefinition,
  { definition, request }: Extract<Source, { kind: 'search' }>,
): Generator<Entry> {
  // A commit matters that writes a document with one of the words.
  const tokens = queryTokens(request.text)
  for (const [at, token] of tokens.entries()) {
    const range = prefixRange(definition.path, encodeKey([token]))
    host.log.read(at === tokens.length - 1 ? beginningWith(range, token) : range)
  }
  const hits = host.store.search(table, definition, request, MAX_RESULTS)
  for (const { score, created, document } of hits) {
    yield { key: encodeKey([score, -created]), document }
  }
  if (hits.length === MAX_RESULTS) {
    throw new Error(
      `Search query scanned too many documents (fetched ${MAX_RESULTS}). Use a smaller limit, or a filter field to find fewer documents.`,
    )
  }
}

/** The words that begin with the token, where `range` holds the token alone. */
function beginningWith(range: KeyRange, token: string): KeyRange {
  const beginning = encodeKey([token]).slice(0, -1)
  return { ...prefixRange(range.index, beginning), lower: beginning }
}
