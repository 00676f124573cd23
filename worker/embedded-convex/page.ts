/**
 * One page of a query. A cursor is the key of the last entry that was read, so pages fit together
 * whatever is inserted or removed between them.
 */
import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { StoredDocument } from './document.ts'
import { afterKey, contains, type KeyRange } from './keyRange.ts'
import { type Plan, type QueryHost, readEntries } from './query.ts'

/**
 * Where the page of a live query ended when it was first read. Read again with its journal, a page
 * covers the same stretch, however many rows it holds by then, and so leaves no gap to the next.
 */
export interface PageJournal {
  endCursor: string | null
}

const END = 'end'

export function readPage(
  host: QueryHost,
  plan: Plan,
  options: PaginationOptions,
): PaginationResult<StoredDocument> {
  if (!(options.numItems >= 0)) {
    throw new Error(
      `\`options.numItems\` must be a positive number. Received \`${options.numItems}\`.`,
    )
  }
  const endCursor = options.endCursor ?? host.journal.endCursor
  const range = between(plan, options.cursor, endCursor)
  const page = range
    ? fillPage(host, { ...plan, range }, options, endCursor)
    : { page: [], isDone: true, continueCursor: END, splitCursor: null, pageStatus: null }
  host.journal.endCursor = page.continueCursor
  return page
}

/** The part of the plan's range behind `cursor` up to and including `endCursor`; `null`: nothing. */
function between(
  { range, order }: Plan,
  cursor: string | null,
  endCursor: string | null,
): KeyRange | null {
  if (cursor === END) return null
  const from = cursor === null ? null : keyOf(range, cursor)
  const to = endCursor === null || endCursor === END ? null : keyOf(range, endCursor)
  if (order === 'asc') {
    return {
      ...range,
      lower: from ? afterKey(from) : range.lower,
      upper: to ? afterKey(to) : range.upper,
    }
  }
  return { ...range, lower: to ?? range.lower, upper: from ?? range.upper }
}

function fillPage(
  host: QueryHost,
  { range, order, filters }: Plan,
  options: PaginationOptions,
  endCursor: string | null,
): PaginationResult<StoredDocument> {
  // A page with a known end holds all there is up to it, however much that is by now.
  const wanted = endCursor === null ? options.numItems : Infinity
  const maximumRows = options.maximumRowsRead ?? Infinity
  const page: StoredDocument[] = []
  const read: string[] = []
  const ending = (cursor: string) => ({
    page,
    isDone: cursor === END,
    continueCursor: cursor,
    ...advice(page, read, options),
  })
  for (const { key, document } of readEntries(host, range, order, options.numItems + 1)) {
    // One entry more than wanted was there: the page is full and it is not the last one.
    if (page.length >= wanted) return ending(read.at(-1) ?? END)
    read.push(cursorOf(key))
    if (filters.every((fits) => fits(document))) page.push(document)
    if (read.length >= maximumRows) {
      // A known end stays where it is even so: the next page begins there.
      const cursor = endCursor ?? read.at(-1) ?? END
      return { ...ending(cursor), pageStatus: 'SplitRequired', splitCursor: middle(read) }
    }
  }
  return ending(endCursor ?? END)
}

/** More rows than this are better read in two lots, even if most of them are not shown. */
const MANY_ROWS = 3000

/** Whether the page is better read in two: it has grown to twice its size, or read much to find little. */
function advice(
  page: StoredDocument[],
  read: string[],
  { numItems, maximumRowsRead = Infinity }: PaginationOptions,
) {
  const isLarge = page.length > 2 * numItems
  const isLaborious = read.length > Math.min(MANY_ROWS, 0.75 * maximumRowsRead)
  if (!isLarge && !isLaborious) return { splitCursor: null, pageStatus: null }
  return { splitCursor: middle(read), pageStatus: 'SplitRecommended' as const }
}

const middle = (read: string[]): string | null =>
  read.length < 2 ? null : (read[Math.floor((read.length - 1) / 2)] ?? null)

const cursorOf = (key: Uint8Array): string =>
  Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('')

function keyOf(range: KeyRange, cursor: string): Uint8Array {
  const bytes = cursor.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const key = Uint8Array.from(bytes)
  if (bytes.some(Number.isNaN) || !contains(range, key)) {
    throw new Error(
      'InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.',
    )
  }
  return key
}
