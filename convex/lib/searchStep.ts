/** One step of a search: everything of a stretch of time that has the words, if that is not too much. */
import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import type { Term } from '../model/callText.ts'
import { type CallFilters, periodOf } from './callFilters.ts'
import { type Period, periodAt, PERIODS, startOf } from './callPeriods.ts'
import type { Place } from './searchPlace.ts'

/** What a search is for. */
export interface Wanted {
  filters: CallFilters
  terms: readonly Term[]
}

/** A stretch with as many results is searched in shorter ones: there may be more than were found. */
const ENOUGH = 256
/** A stretch with fewer is followed by a longer one. */
const FEW = 32
/** Calls of one hour that are looked at, one by one, when even the hour has too many. */
const LOT = 256
/** The hour is not searched any more but walked. */
const WALKED = PERIODS.length + 1
/** Later than any call, but a date. */
const LAST_DATE = Date.UTC(2200, 0)

export interface Found {
  /** Not in order; some may be before the place, or lack a word. */
  rows: Doc<'callText'>[]
  /** `null`: there is nothing older. */
  next: Place | null
  /** Characters. */
  read: number
}

export async function searchStep(ctx: QueryCtx, wanted: Wanted, place: Place): Promise<Found> {
  const latest = Math.min(place.before, LAST_DATE) - (place.callSid ? 0 : 1)
  if (place.level >= WALKED) return walkHour(ctx, wanted, latest)
  const period = PERIODS[place.level - 1]
  const rows = await search(ctx, wanted, period, latest)
  const read = rows.reduce((sum, { words }) => sum + words.length, 0)
  if (rows.length === ENOUGH) {
    const shorter = { ...place, level: place.level + 1 }
    // From everywhere to a month: the first one that has a call.
    const first = period ? shorter : await newestBefore(ctx, wanted, latest + 1, shorter)
    return { rows: [], next: first, read }
  }
  if (!period) return { rows, next: null, read }
  const level = rows.length < FEW ? Math.max(1, place.level - 1) : place.level
  const next = await newestBefore(ctx, wanted, startOf(period, latest), { ...place, level })
  return { rows, next, read }
}

function search(
  ctx: QueryCtx,
  { terms, filters: { agentId, status } }: Wanted,
  period: Period | undefined,
  latest: number,
): Promise<Doc<'callText'>[]> {
  return ctx.db
    .query('callText')
    .withSearchIndex('by_words', (q) => {
      let query = q.search('words', textOf(terms))
      if (agentId !== undefined) query = query.eq('agentId', agentId)
      if (status !== undefined) query = query.eq('status', status)
      return period ? query.eq(period, periodAt(period, latest)) : query
    })
    .take(ENOUGH)
}

/** A search takes its last word for a beginning: where a whole word is meant, nobody's word goes last. */
const NOBODYS = 'qqqqqqqq'

/** Any of the words is enough for a search index, so it is given one term, the longest: likely the rarest. */
function textOf(terms: Wanted['terms']): string {
  const [rarest] = terms.toSorted((a, b) => lengthOf(b) - lengthOf(a))
  if (!rarest) return ''
  const [last = ''] = rarest.words.slice(-1)
  // Of the words with a beginning only some are searched for: the beginning itself has to be one of them.
  return [...rarest.words, rarest.begins ? last : NOBODYS].join(' ')
}

const lengthOf = ({ words: [word = ''] }: Wanted['terms'][number]): number => word.length

/** The place right before which the newest call before `before` started; `null` without one. */
async function newestBefore(
  ctx: QueryCtx,
  { filters }: Wanted,
  before: number,
  place: Place,
): Promise<Place | null> {
  const { from } = periodOf(filters)
  if (before <= from) return null
  const row = await ctx.db
    .query('callText')
    .withIndex('by_startedAt', (q) => q.gte('startedAt', from).lt('startedAt', before))
    .order('desc')
    .first()
  if (!row) return null
  // Within the stretch that was being searched the place stays where it was.
  return row.startedAt === place.before && place.callSid
    ? place
    : { ...place, before: row.startedAt + 1, callSid: '' }
}

async function walkHour(ctx: QueryCtx, wanted: Wanted, latest: number): Promise<Found> {
  const start = startOf('hour', latest)
  const looked = await ctx.db
    .query('callText')
    .withIndex('by_startedAt', (q) => q.gte('startedAt', start).lte('startedAt', latest))
    .order('desc')
    .take(LOT)
  const last = looked.at(-1)
  const read = looked.reduce((sum, { words }) => sum + words.length, 0)
  if (!last || looked.length < LOT) {
    const hours = { before: start, callSid: '', level: PERIODS.length }
    return { rows: looked, next: await newestBefore(ctx, wanted, start, hours), read }
  }
  // Those that started with the last one may not all be there: they come with the next lot.
  const rows = looked.filter(({ startedAt }) => startedAt > last.startedAt)
  const before = rows.length > 0 ? last.startedAt + 1 : last.startedAt
  return {
    rows: rows.length > 0 ? rows : looked,
    next: { before, callSid: '', level: WALKED },
    read,
  }
}
