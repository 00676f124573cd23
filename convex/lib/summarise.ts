import * as z from 'zod'
import { FAILED_REASONS } from '../model/call.ts'
import { addFigures, type CallFigures, NO_FIGURES } from '../model/callFigures.ts'
import { addAmounts } from '../model/cost.ts'
import { percentilesOf } from '../model/histogram.ts'
import { SLOT_MS, slotOf } from './countCall.ts'
import { parsed } from './errors.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 93

const periodSchema = z
  .object({
    from: z.number().min(0),
    to: z.number().max(8.64e15),
    utcOffsetMinutes: z
      .number()
      .min(-840)
      .max(840)
      .refine((minutes) => minutes % 15 === 0, {
        error: 'Time zones differ by quarters of an hour.',
      }),
  })
  .refine(({ from, to }) => from < to, {
    error: 'The end must come after the start.',
    path: ['to'],
  })
  .refine(({ from, to }) => to - from <= MAX_DAYS * DAY_MS, {
    error: `Choose at most ${MAX_DAYS} days.`,
    path: ['to'],
  })
type Period = z.infer<typeof periodSchema>
type Slot = CallFigures & { slotStart: number }

/** A period that the rules allow, widened to whole quarters of an hour. */
export function requirePeriod(args: Period): Period {
  const { from, to, utcOffsetMinutes } = parsed(periodSchema, args)
  return { from: slotOf(from), to: slotOf(to + SLOT_MS - 1), utcOffsetMinutes }
}

export function summarise(slots: readonly Slot[], period: Period) {
  const all = totalOf(slots)
  return {
    days: datesOf(period).map((date) => {
      const day = totalOf(slots.filter((slot) => dateOf(slot.slotStart, period) === date))
      return {
        date,
        calls: day.calls,
        failed: day.failed,
        minutes: day.talkSec / 60,
        cost: totalCost(day),
      }
    }),
    totals: {
      calls: all.calls,
      completed: all.completed,
      failed: all.failed,
      minutes: all.talkSec / 60,
    },
    cost: { parts: all.partCosts, carrier: all.carrierCosts },
    answerMs: percentilesOf(all.answerMs),
    firstWordMs: percentilesOf(all.firstWordMs),
    failures: FAILED_REASONS.map((reason) => ({ reason, calls: all.failures[reason] ?? 0 }))
      .filter(({ calls }) => calls > 0)
      .toSorted((a, b) => b.calls - a.calls),
  }
}

const totalOf = (slots: readonly Slot[]) =>
  slots.reduce<CallFigures>((sum, slot) => addFigures(sum, slot), NO_FIGURES)

/** Currency to what everything cost in it; the vendors' parts are in USD. */
function totalCost({ partCosts, carrierCosts }: CallFigures): Record<string, number> {
  const usd = Object.values(partCosts).reduce((sum, cost) => sum + cost, 0)
  return addAmounts(carrierCosts, { USD: usd })
}

const dateOf = (epochMs: number, { utcOffsetMinutes }: Period) =>
  new Date(epochMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 10)

function datesOf(period: Period): string[] {
  const dates = new Set<string>()
  for (let at = period.from; at < period.to; at += DAY_MS) dates.add(dateOf(at, period))
  return [...dates.add(dateOf(period.to - 1, period))]
}
