/**
 * Calls by their words, the newest first. Where nearly every call has the word, the calls are walked in
 * order of time; else a search index finds those that have it, in stretches of time that are short
 * enough to be found whole: a search tells the best matches, and not the newest.
 */
import type { PaginationOptions } from 'convex/server'
import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import { callSidIn, matches, termsOf } from '../model/callText.ts'
import { numberWord } from '../model/numberWords.ts'
import { type CallFilters, fits, foundTerms, periodOf } from './callFilters.ts'
import { callBySid, textOfCall } from './callRows.ts'
import type { CallPage } from './listCalls.ts'
import { isBehind, newestFirst, type Place, placeIn, textOfPlace } from './searchPlace.ts'
import { type Found, searchStep, type Wanted } from './searchStep.ts'

/** Steps for one page, which then may hold less than was asked for. */
const MAX_STEPS = 8
/** Characters of words that were read: far from what Convex lets one query read. */
const MAX_READ = 4_000_000
/** The newest calls, to see whether nearly every one has the words. */
const SAMPLE = 50

const WALK = 'walk '

export async function searchCalls(
  ctx: QueryCtx,
  filters: CallFilters,
  options: PaginationOptions,
): Promise<CallPage> {
  const callSid = callSidIn(filters.text ?? '')
  const named = callSid ? await callBySid(ctx, callSid) : null
  const number = filters.number ? [{ words: [numberWord(filters.number)], begins: false }] : []
  const found = foundTerms(filters)
  const wanted = { filters, terms: [...number, ...found, ...termsOf(filters.text ?? '')] }
  if (named) {
    const isIt =
      isOfNumber(named, filters) &&
      fits(named, filters) &&
      matches((await textOfCall(ctx, named.callSid))?.words ?? '', found)
    return everything(isIt ? [named] : [])
  }
  // Nothing but punctuation was typed: no call has it.
  if (wanted.terms.length === 0) return everything([])
  const isWalk = options.cursor?.startsWith(WALK) ?? (await isFrequent(ctx, wanted))
  return isWalk ? walk(ctx, wanted, options) : search(ctx, wanted, options)
}

const everything = (page: Doc<'voiceCalls'>[]): CallPage => ({
  page,
  isDone: true,
  continueCursor: 'end',
})

const isOfNumber = ({ from, to }: Doc<'voiceCalls'>, { number }: CallFilters): boolean =>
  !number || [from, to].some((party) => numberWord(party) === numberWord(number))

const isWanted = (row: Doc<'callText'>, { filters, terms }: Wanted): boolean =>
  fits(row, filters) && matches(row.words, terms)

async function isFrequent(ctx: QueryCtx, wanted: Wanted): Promise<boolean> {
  const newest = await inOrder(ctx, wanted.filters).take(SAMPLE)
  const matching = newest.filter((row) => isWanted(row, wanted))
  return newest.length === SAMPLE && matching.length >= SAMPLE / 2
}

function inOrder(ctx: QueryCtx, filters: CallFilters) {
  const { from, to } = periodOf(filters)
  return ctx.db
    .query('callText')
    .withIndex('by_startedAt', (q) => q.gte('startedAt', from).lt('startedAt', to))
    .order('desc')
}

/** Pages of all calls, without those that do not match. */
async function walk(
  ctx: QueryCtx,
  wanted: Wanted,
  { cursor, ...options }: PaginationOptions,
): Promise<CallPage> {
  const found = await inOrder(ctx, wanted.filters).paginate({
    ...options,
    cursor: cursor?.slice(WALK.length) ?? null,
    ...(options.endCursor ? { endCursor: options.endCursor.slice(WALK.length) } : {}),
  })
  const { continueCursor, splitCursor, pageStatus, isDone } = found
  return {
    page: await callsOf(
      ctx,
      found.page.filter((row) => isWanted(row, wanted)),
    ),
    isDone,
    continueCursor: WALK + continueCursor,
    ...(pageStatus ? { pageStatus, splitCursor: splitCursor ? WALK + splitCursor : null } : {}),
  }
}

async function search(
  ctx: QueryCtx,
  wanted: Wanted,
  { numItems, cursor, endCursor }: PaginationOptions,
): Promise<CallPage> {
  const end = endCursor ? placeIn(endCursor) : null
  const found: Doc<'callText'>[] = []
  let place: Place | null = placeIn(cursor) ?? {
    before: periodOf(wanted.filters).to,
    callSid: '',
    level: 0,
  }
  for (let steps = 0, read = 0; place; steps++) {
    if (end ? !isBefore(place, end) : found.length >= numItems) break
    if (!end && (steps === MAX_STEPS || read > MAX_READ)) break
    const step: Found = await searchStep(ctx, wanted, place)
    const from = place
    const behind = step.rows.filter((row) => isBehind(row, from) && isWanted(row, wanted))
    found.push(...behind.toSorted(newestFirst))
    read += step.read
    place = step.next
  }
  const shown = end ? found.filter((row) => !isBehind(row, end)) : found.slice(0, numItems)
  const last = shown.at(-1)
  // What was found and is not shown is found again for the next page.
  if (!end && last && shown.length < found.length) {
    place = { before: last.startedAt, callSid: last.callSid, level: place?.level ?? 0 }
  }
  return {
    page: await callsOf(ctx, shown),
    isDone: end === null && place === null,
    continueCursor: endCursor ?? textOfPlace(place),
  }
}

/** Whether there is something between the two. */
const isBefore = (place: Place, end: Place): boolean =>
  place.before > end.before || (place.before === end.before && place.callSid > end.callSid)

async function callsOf(
  ctx: QueryCtx,
  rows: readonly Doc<'callText'>[],
): Promise<Doc<'voiceCalls'>[]> {
  const calls = await Promise.all(rows.map(({ callSid }) => callBySid(ctx, callSid)))
  return calls.filter((call) => call !== null)
}
