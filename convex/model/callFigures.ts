import { type Call, FAILED_REASONS } from './call.ts'
import { addAmounts, carrierCosts } from './cost.ts'
import { addCounts, type Histogram, histogramOf } from './histogram.ts'

/** What calls add up to. `talkSec` counts from pick-up. */
export interface CallFigures {
  calls: number
  completed: number
  failed: number
  talkSec: number
  /** Part of the usage to USD. */
  partCosts: Record<string, number>
  /** Currency to what the carrier charged in it. */
  carrierCosts: Record<string, number>
  /** End reason to number of failed calls. */
  failures: Record<string, number>
  answerMs: Histogram
  firstWordMs: Histogram
}

export const NO_FIGURES: CallFigures = {
  calls: 0,
  completed: 0,
  failed: 0,
  talkSec: 0,
  partCosts: {},
  carrierCosts: {},
  failures: {},
  answerMs: {},
  firstWordMs: {},
}

/** What one call contributes: itself from the start, the rest once it is over. */
export function figuresOf(call: Call): CallFigures {
  if (call.status === 'in_progress') return { ...NO_FIGURES, calls: 1 }
  const failedBy = FAILED_REASONS.find((reason) => reason === call.endReason)
  return {
    calls: 1,
    completed: call.status === 'completed' ? 1 : 0,
    failed: call.status === 'failed' ? 1 : 0,
    talkSec: call.durationSec ?? 0,
    partCosts: call.cost.parts,
    carrierCosts: carrierCosts(call),
    failures: failedBy ? { [failedBy]: 1 } : {},
    answerMs: histogramOf(call.answerMs),
    firstWordMs: histogramOf(call.firstWordMs === null ? [] : [call.firstWordMs]),
  }
}

/** `left` + `right`, or with `sign` -1 `left` - `right`. */
export function addFigures(left: CallFigures, right: CallFigures, sign: 1 | -1 = 1): CallFigures {
  return {
    calls: left.calls + sign * right.calls,
    completed: left.completed + sign * right.completed,
    failed: left.failed + sign * right.failed,
    talkSec: left.talkSec + sign * right.talkSec,
    partCosts: addAmounts(left.partCosts, right.partCosts, sign),
    carrierCosts: addAmounts(left.carrierCosts, right.carrierCosts, sign),
    failures: addCounts(left.failures, right.failures, sign),
    answerMs: addCounts(left.answerMs, right.answerMs, sign),
    firstWordMs: addCounts(left.firstWordMs, right.firstWordMs, sign),
  }
}

/** What a chart by days shows of `CallFigures`. */
export interface DayFigures {
  calls: number
  failed: number
  talkSec: number
  /** Currency to what everything cost in it; the vendors' parts are in USD. */
  cost: Record<string, number>
}

export const NO_DAY_FIGURES: DayFigures = { calls: 0, failed: 0, talkSec: 0, cost: {} }

/** What of `figures` a day shows, added to what it has. */
export function dayFiguresOf(figures: CallFigures, day: DayFigures = NO_DAY_FIGURES): DayFigures {
  const { calls, failed, talkSec, partCosts, carrierCosts } = figures
  const usd = Object.values(partCosts).reduce((sum, cost) => sum + cost, 0)
  const cost = addAmounts(carrierCosts, { USD: usd })
  return addDayFigures(day, { calls, failed, talkSec, cost })
}

export const addDayFigures = (left: DayFigures, right: DayFigures): DayFigures => ({
  calls: left.calls + right.calls,
  failed: left.failed + right.failed,
  talkSec: left.talkSec + right.talkSec,
  cost: addAmounts(left.cost, right.cost),
})
