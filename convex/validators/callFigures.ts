/** The shapes of `model/callFigures.ts` as Convex validators. */
import { v } from 'convex/values'

const vCounts = v.record(v.string(), v.number())

export const vCallFigures = v.object({
  calls: v.number(),
  completed: v.number(),
  failed: v.number(),
  talkSec: v.number(),
  modelCost: v.number(),
  transcriptionCost: v.number(),
  carrierCost: v.number(),
  /** End reason to number of calls; only reasons that fail a call. */
  failures: vCounts,
  /** Histograms: bin (see `model/histogram.ts`) to count. */
  answerMs: vCounts,
  firstWordMs: vCounts,
})

export const vDayFigures = v.object({
  calls: v.number(),
  failed: v.number(),
  talkSec: v.number(),
  cost: v.number(),
})
