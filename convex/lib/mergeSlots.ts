import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import {
  addFigures,
  type CallFigures,
  type DayFigures,
  dayFiguresOf,
  NO_FIGURES,
} from '../model/callFigures.ts'
import { SCHEMA_VERSION } from '../model/schemaVersion.ts'
import { dayOf, quarterOf, slotOf } from '../model/slots.ts'

/** After the longest call and then some: later than this after its start little of a quarter changes. */
const SETTLED_MS = 3 * 60 * 60_000

/** Twice as many as come between two merges, so that what was left behind is caught up with. */
export const MAX_MERGED = 32

/**
 * Puts the oldest rows of quarters that are settled into one for each quarter, and adds them to their
 * day. What changes later makes a row of its own, which is merged like any other. Returns how many rows
 * that were; fewer than `MAX_MERGED`: there are no more.
 */
export async function mergeSlots(ctx: MutationCtx, now: number): Promise<number> {
  const settled = slotOf(now - SETTLED_MS)
  const rows = await ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) => q.eq('isMerged', false).lt('slotStart', settled))
    .take(MAX_MERGED)
  for (const row of rows) await ctx.db.delete('callStats', row._id)
  const sums = new Map<number, CallFigures>()
  for (const row of rows) {
    sums.set(row.slotStart, addFigures(sums.get(row.slotStart) ?? NO_FIGURES, row))
  }
  for (const [slotStart, figures] of sums) await addToSlot(ctx, slotStart, figures)
  const days = new Set(Array.from(sums.keys(), dayOf))
  for (const dayStart of days) {
    const slots = [...sums].filter(([slotStart]) => dayOf(slotStart) === dayStart)
    await addToDay(ctx, dayStart, slots)
  }
  return rows.length
}

/** A quarter of an hour and figures of its calls. */
type Slot = [slotStart: number, figures: CallFigures]

async function addToSlot(ctx: MutationCtx, slotStart: number, figures: CallFigures): Promise<void> {
  const row = await ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) => q.eq('isMerged', true).eq('slotStart', slotStart))
    .unique()
  const sum = addFigures(row ?? NO_FIGURES, figures)
  const merged = { schemaVersion: SCHEMA_VERSION, ...sum, slotStart, isMerged: true, share: 0 }
  if (row) await ctx.db.replace('callStats', row._id, merged)
  else await ctx.db.insert('callStats', merged)
}

async function addToDay(ctx: MutationCtx, dayStart: number, slots: readonly Slot[]): Promise<void> {
  const row = await ctx.db
    .query('callDays')
    .withIndex('by_dayStart', (q) => q.eq('dayStart', dayStart))
    .unique()
  const day = {
    schemaVersion: SCHEMA_VERSION,
    dayStart,
    figures: slots.reduce(
      (sum, [, figures]) => addFigures(sum, figures),
      row?.figures ?? NO_FIGURES,
    ),
    quarters: slots.reduce(withSlot, row?.quarters ?? {}),
  }
  if (row) await ctx.db.replace('callDays', row._id, day)
  else await ctx.db.insert('callDays', day)
}

function withSlot(
  quarters: Doc<'callDays'>['quarters'],
  [slotStart, figures]: Slot,
): Record<string, DayFigures> {
  const quarter = String(quarterOf(slotStart))
  return { ...quarters, [quarter]: dayFiguresOf(figures, quarters[quarter]) }
}
