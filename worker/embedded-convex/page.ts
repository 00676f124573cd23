/**
 * One page of a query. A cursor is the key of the last entry that was read, so pages fit together
 * whatever is inserted or removed between them.
 */
import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { StoredDocument } from './document.ts'
import { fnv1a } from './documentId.ts'
import { afterKey, compareKeys, contains, type KeyRange } from './keyRange.ts'
import { encodeKey } from './orderKey.ts'
import type { Plan, QueryHost, Source } from './plan.ts'
import { readEntries } from './read.ts'
import type { SearchFilter } from './searchText.ts'
import type { Entry } from './storage/entry.ts'

/** After the key of an entry, or behind all of them. */
type Position = Uint8Array | 'end'

interface Stretch {
  from: Position | null
  to: Position | null
}

export function readPage(
  host: QueryHost,
  plan: Plan,
  options: PaginationOptions,
): PaginationResult<StoredDocument> {
  requireSense(host, options)
  host.hasPaged = true
  const mark = markOf(plan)
  const endCursor = options.endCursor ?? host.journal.endCursor
  const stretch = {
    from: options.cursor === null ? null : positionOf(plan, mark, options.cursor),
    to: endCursor === null ? null : positionOf(plan, mark, endCursor),
  }
  const { page, read, end, isCutOff } = fill(
    plan,
    options,
    stretch,
    entriesOf(host, plan, options, stretch),
  )
  const continueCursor = cursorOf(mark, stretch.to ?? end)
  host.journal.endCursor = continueCursor
  return {
    page,
    isDone: (stretch.to ?? end) === 'end',
    continueCursor,
    ...advice(plan, mark, page, read, options, isCutOff),
  }
}

function requireSense(host: QueryHost, options: PaginationOptions): void {
  const { numItems, maximumRowsRead = Infinity } = options
  if (!(numItems >= 1)) {
    throw new Error(`\`options.numItems\` must be a positive number. Received \`${numItems}\`.`)
  }
  if (!(maximumRowsRead >= 1)) throw new Error('`options.maximumRowsRead` must be at least 1.')
  if (host.hasPaged) {
    throw new Error(
      'This query or mutation function ran multiple paginated queries. Convex only supports a single paginated query in each function.',
    )
  }
}

function entriesOf(
  host: QueryHost,
  { table, source }: Plan,
  { numItems }: PaginationOptions,
  { from, to }: Stretch,
): Iterable<Entry> {
  if (from === 'end') return []
  if (source.kind === 'search') return withinStretch(readEntries(host, table, source), from, to)
  const range = between(source, from, to === 'end' ? null : to)
  return readEntries(host, table, { ...source, range }, numItems + 1)
}

function* withinStretch(
  entries: Iterable<Entry>,
  from: Uint8Array | null,
  to: Position | null,
): Generator<Entry> {
  for (const entry of entries) {
    if (from && compareKeys(entry.key, from) <= 0) continue
    if (to && to !== 'end' && compareKeys(entry.key, to) > 0) return
    yield entry
  }
}

/** The part of the range behind `from` up to and including `to`. */
function between(
  { range, order }: Extract<Source, { kind: 'index' }>,
  from: Uint8Array | null,
  to: Uint8Array | null,
): KeyRange {
  if (order === 'desc') return { ...range, lower: to ?? range.lower, upper: from ?? range.upper }
  return {
    ...range,
    lower: from ? afterKey(from) : range.lower,
    upper: to ? afterKey(to) : range.upper,
  }
}

interface Filled {
  page: StoredDocument[]
  /** The keys of all entries that were read, shown or not. */
  read: Uint8Array[]
  end: Position
  /** Nothing more could be read, although there may be more to show. */
  isCutOff: boolean
}

function fill(
  { filters }: Plan,
  { numItems, maximumRowsRead = Infinity }: PaginationOptions,
  { to }: Stretch,
  entries: Iterable<Entry>,
): Filled {
  // A page with a known end holds all there is up to it, however much that is by now.
  const [wanted, maximum] = to === null ? [numItems, maximumRowsRead] : [Infinity, Infinity]
  const page: StoredDocument[] = []
  const read: Uint8Array[] = []
  const filled = (end: Position, isCutOff = false) => ({ page, read, end, isCutOff })
  for (const { key, document } of entries) {
    // One entry more than wanted was there: the page is full and it is not the last one.
    if (page.length >= wanted) return filled(read.at(-1) ?? 'end')
    read.push(key)
    if (filters.every((filter) => filter.holds(document))) page.push(document)
    if (read.length >= maximum) return filled(key, true)
  }
  return filled('end')
}

/** More rows than this are better read in two lots, even if most of them are not shown. */
const MANY_ROWS = 3000

/** Whether the page is better read in two: it has grown to twice its size, or read much to find little. */
function advice(
  { source }: Plan,
  mark: string,
  page: StoredDocument[],
  read: Uint8Array[],
  { numItems, maximumRowsRead = Infinity }: PaginationOptions,
  isCutOff: boolean,
) {
  const isLarge = page.length > 2 * numItems
  const isLaborious = read.length > Math.min(MANY_ROWS, 0.75 * maximumRowsRead)
  const key = read[Math.floor((read.length - 1) / 2)]
  // To read a search in two makes it no cheaper.
  if (source.kind === 'search' || !(isCutOff || isLarge || isLaborious)) {
    return { splitCursor: null, pageStatus: null }
  }
  return {
    splitCursor: key && read.length > 1 ? cursorOf(mark, key) : null,
    pageStatus: isCutOff ? ('SplitRequired' as const) : ('SplitRecommended' as const),
  }
}

/** Tells one query from another, so that the cursor of another is refused. */
function markOf({ source, filters }: Plan): string {
  const what =
    source.kind === 'index'
      ? [source.range.index, hex(source.range.lower), hex(source.range.upper), source.order]
      : [source.definition.path, source.request.text, ...source.request.filters.map(filterText)]
  const text = JSON.stringify([what, filters.map(({ text }) => text)])
  return fnv1a(text).toString(16).padStart(8, '0')
}

const filterText = ({ field, value }: SearchFilter): string => `${field} ${hex(encodeKey([value]))}`

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const cursorOf = (mark: string, position: Position): string =>
  `${mark}.${position === 'end' ? position : hex(position)}`

function positionOf({ source }: Plan, mark: string, cursor: string): Position {
  const [of, position = ''] = cursor.split('.')
  if (of !== mark) throw invalidCursor()
  if (position === 'end') return position
  const bytes = position.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const key = Uint8Array.from(bytes)
  if (bytes.length === 0 || bytes.some(Number.isNaN)) throw invalidCursor()
  if (source.kind === 'index' && !contains(source.range, key)) throw invalidCursor()
  return key
}

const invalidCursor = (): Error =>
  new Error(
    'InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.',
  )
