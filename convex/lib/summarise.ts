import * as z from 'zod'
import type { Doc } from '../_generated/dataModel.js'
import { FAILED_REASONS } from '../model/call.ts'
import {
  addDayFigures,
  addFigures,
  type CallFigures,
  type DayFigures,
  dayFiguresOf,
  NO_DAY_FIGURES,
  NO_FIGURES,
} from '../model/callFigures.ts'
import { percentilesOf } from '../model/histogram.ts'
import { DAY_MS, SLOT_MS, slotOf } from '../model/slots.ts'
import { parsed } from './errors.ts'

const MAX_DAYS = 93
const MAX_MS = MAX_DAYS * DAY_MS

/** As many as a clock makes in so many days, and some more. */
const MAX_CLOCK_CHANGES = 8

const offsetSchema = z
  .number()
  .min(-840)
  .max(840)
  .refine((minutes) => minutes % 15 === 0, {
    error: 'Time zones differ by quarters of an hour.',
  })

const periodSchema = z
  .object({
    from: z.number().min(0),
    to: z.number().max(8.64e15),
    utcOffsetMinutes: offsetSchema,
    clockChanges: z
      .array(z.object({ at: z.number(), utcOffsetMinutes: offsetSchema }))
      .max(MAX_CLOCK_CHANGES, `At most ${MAX_CLOCK_CHANGES} changes of the clock.`)
      .refine((changes) => changes.every(({ at }, index) => at > (changes[index - 1]?.at ?? 0)), {
        error: 'The changes of the clock must follow each other in time.',
      })
      .default([]),
  })
  .refine(({ from, to }) => from < to, {
    error: 'The end must come after the start.',
    path: ['to'],
  })
  // By the reader's clock: the day on which summer time ends has 25 hours.
  .refine((period) => clockAt(period.to, period) - clockAt(period.from, period) <= MAX_MS, {
    error: `Choose at most ${MAX_DAYS} days.`,
    path: ['to'],
  })
export type Period = z.output<typeof periodSchema>

/** A period that the rules allow, widened to whole quarters of an hour. */
export function requirePeriod(args: z.input<typeof periodSchema>): Period {
  const { from, to, ...clock } = parsed(periodSchema, args)
  return { from: slotOf(from), to: slotOf(to + SLOT_MS - 1), ...clock }
}

/** What a period is made of: figures of quarters of an hour, and of whole days in UTC. */
export interface Parts {
  slots: readonly (CallFigures & { slotStart: number })[]
  days: readonly Pick<Doc<'callDays'>, 'dayStart' | 'figures' | 'quarters'>[]
}

export function summarise({ slots, days }: Parts, period: Period) {
  const all = [...slots, ...days.map(({ figures }) => figures)].reduce<CallFigures>(
    (sum, figures) => addFigures(sum, figures),
    NO_FIGURES,
  )
  const byDate = dayFigures({ slots, days }, period)
  return {
    days: datesOf(period).map(([number, date]) => {
      const { calls, failed, talkSec, cost } = byDate.get(number) ?? NO_DAY_FIGURES
      return { date, calls, failed, minutes: talkSec / 60, cost }
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

/** By the number of the reader's day. */
function dayFigures({ slots, days }: Parts, period: Period): Map<number, DayFigures> {
  const byDay = new Map<number, DayFigures>()
  const add = (slotStart: number, figures: DayFigures) => {
    const day = dayNumber(slotStart, period)
    byDay.set(day, addDayFigures(byDay.get(day) ?? NO_DAY_FIGURES, figures))
  }
  for (const slot of slots) add(slot.slotStart, dayFiguresOf(slot))
  for (const { dayStart, quarters } of days) {
    for (const [quarter, figures] of Object.entries(quarters)) {
      add(dayStart + Number(quarter) * SLOT_MS, figures)
    }
  }
  return byDay
}

interface Clock {
  utcOffsetMinutes: number
  clockChanges: readonly { at: number; utcOffsetMinutes: number }[]
}

/** What the reader's clock shows, as ms since 1970 by it. */
function clockAt(epochMs: number, { utcOffsetMinutes, clockChanges }: Clock): number {
  const last = clockChanges.findLast(({ at }) => at <= epochMs)
  return epochMs + (last?.utcOffsetMinutes ?? utcOffsetMinutes) * 60_000
}

/** Days since 1970 by the reader's clock. */
const dayNumber = (epochMs: number, period: Period): number =>
  Math.floor(clockAt(epochMs, period) / DAY_MS)

/** The number of each of the reader's days, and its date. */
function datesOf(period: Period): [number: number, date: string][] {
  const first = dayNumber(period.from, period)
  const last = dayNumber(period.to - 1, period)
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const number = first + at
    return [number, new Date(number * DAY_MS).toISOString().slice(0, 10)]
  })
}
