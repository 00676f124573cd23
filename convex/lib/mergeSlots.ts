import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import {
  addFigures,
  type CallFigures,
  type DayFigures,
  dayFiguresOf,
  NO_FIGURES,
} from '../model/callFigures.ts'
import { dayOf, quarterOf, slotOf } from '../model/slots.ts'

/** After the longest call and then some: later than this after its start little of a quarter changes. */
const SETTLED_MS = 3 * 60 * 60_000
/** Twice as many as come between two merges, so that what was left behind is caught up with. */
const MAX_MERGED = 32

/**
 * Puts the oldest rows of quarters that are settled into one for each quarter, and adds them to their
 * day. What changes later makes a row of its own, which is merged like any other.
 */
export async function mergeSlots(ctx: MutationCtx, now: number): Promise<void> {
  const settled = slotOf(now - SETTLED_MS)
  const rows = await ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) => q.eq('isMerged', false).lt('slotStart', settled))
    .take(MAX_MERGED)
  for (const row of rows) await ctx.db.delete('callStats', row._id)
  const slots = Map.groupBy(rows, ({ slotStart }) => slotStart)
  const sums = Array.from(slots, ([slotStart, shares]) => ({ slotStart, figures: sumOf(shares) }))
  for (const { slotStart, figures } of sums) await addToSlot(ctx, slotStart, figures)
  for (const [dayStart, slots] of Map.groupBy(sums, ({ slotStart }) => dayOf(slotStart))) {
    await addToDay(ctx, dayStart, slots)
  }
}

async function addToSlot(ctx: MutationCtx, slotStart: number, figures: CallFigures): Promise<void> {
  const row = await ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) => q.eq('isMerged', true).eq('slotStart', slotStart))
    .unique()
  const merged = { ...sumOf([...(row ? [row] : []), figures]), slotStart, isMerged: true, share: 0 }
  if (row) await ctx.db.replace('callStats', row._id, merged)
  else await ctx.db.insert('callStats', merged)
}

async function addToDay(
  ctx: MutationCtx,
  dayStart: number,
  slots: readonly { slotStart: number; figures: CallFigures }[],
): Promise<void> {
  const row = await ctx.db
    .query('callDays')
    .withIndex('by_dayStart', (q) => q.eq('dayStart', dayStart))
    .unique()
  const day = {
    dayStart,
    figures: sumOf([...(row ? [row.figures] : []), ...slots.map(({ figures }) => figures)]),
    quarters: slots.reduce(withSlot, row?.quarters ?? {}),
  }
  if (row) await ctx.db.replace('callDays', row._id, day)
  else await ctx.db.insert('callDays', day)
}

function withSlot(
  quarters: Doc<'callDays'>['quarters'],
  { slotStart, figures }: { slotStart: number; figures: CallFigures },
): Record<string, DayFigures> {
  const quarter = String(quarterOf(slotStart))
  return { ...quarters, [quarter]: dayFiguresOf(figures, quarters[quarter]) }
}

const sumOf = (all: readonly CallFigures[]): CallFigures =>
  all.reduce((sum, figures) => addFigures(sum, figures), NO_FIGURES)
