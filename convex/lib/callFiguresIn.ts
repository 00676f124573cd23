import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import { DAY_MS, dayOf } from '../model/slots.ts'
import type { Parts, Period } from './summarise.ts'

/** The figures of all calls that started in the period, in as few rows as hold them. */
export async function callFiguresIn(ctx: QueryCtx, { from, to }: Period): Promise<Parts> {
  const firstDay = dayOf(from + DAY_MS - 1)
  const lastDay = dayOf(to)
  const whole = firstDay < lastDay ? { from: firstDay, to: lastDay } : { from: to, to }
  const [fresh, before, after, days] = await Promise.all([
    slotsIn(ctx, false, from, to),
    slotsIn(ctx, true, from, whole.from),
    slotsIn(ctx, true, whole.to, to),
    ctx.db
      .query('callDays')
      .withIndex('by_dayStart', (q) => q.gte('dayStart', whole.from).lt('dayStart', whole.to))
      .collect(),
  ])
  return { slots: [...fresh, ...before, ...after], days }
}

function slotsIn(
  ctx: QueryCtx,
  isMerged: boolean,
  from: number,
  to: number,
): Promise<Doc<'callStats'>[]> {
  return ctx.db
    .query('callStats')
    .withIndex('by_slot', (q) =>
      q.eq('isMerged', isMerged).gte('slotStart', from).lt('slotStart', to),
    )
    .collect()
}
