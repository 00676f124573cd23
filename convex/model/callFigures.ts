import { type Call, FAILED_REASONS } from './call.ts'
import { addCounts, type Histogram, histogramOf } from './histogram.ts'

/** What calls add up to. `talkSec` counts from pick-up; costs are USD. */
export interface CallFigures {
  calls: number
  completed: number
  failed: number
  talkSec: number
  modelCost: number
  transcriptionCost: number
  carrierCost: number
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
  modelCost: 0,
  transcriptionCost: 0,
  carrierCost: 0,
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
    modelCost: call.cost.model,
    transcriptionCost: call.cost.transcription,
    carrierCost: call.cost.carrier ?? 0,
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
    modelCost: left.modelCost + sign * right.modelCost,
    transcriptionCost: left.transcriptionCost + sign * right.transcriptionCost,
    carrierCost: left.carrierCost + sign * right.carrierCost,
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
  /** USD, of all parts. */
  cost: number
}

export const NO_DAY_FIGURES: DayFigures = { calls: 0, failed: 0, talkSec: 0, cost: 0 }

/** What of `figures` a day shows, added to what it has. */
export const dayFiguresOf = (figures: CallFigures, day: DayFigures = NO_DAY_FIGURES): DayFigures =>
  addDayFigures(day, {
    calls: figures.calls,
    failed: figures.failed,
    talkSec: figures.talkSec,
    cost: figures.modelCost + figures.transcriptionCost + figures.carrierCost,
  })

export const addDayFigures = (left: DayFigures, right: DayFigures): DayFigures => ({
  calls: left.calls + right.calls,
  failed: left.failed + right.failed,
  talkSec: left.talkSec + right.talkSec,
  cost: left.cost + right.cost,
})
