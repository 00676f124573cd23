import { v } from 'convex/values'
import { operatorQuery } from './lib/access.ts'
import { callFiguresIn } from './lib/callFiguresIn.ts'
import { requirePeriod, summarise } from './lib/summarise.ts'
import { vFailedReason } from './validators/call.ts'
import { vNumberOrNull } from './validators/oneOf.ts'

const vPercentiles = v.object({
  count: v.number(),
  p50: vNumberOrNull,
  p90: vNumberOrNull,
  p99: vNumberOrNull,
})

const vAmounts = v.record(v.string(), v.number())

/**
 * What the calls that started in `from` ≤ start < `to` (epoch ms) add up to. Days are those of a clock
 * that is `utcOffsetMinutes` ahead of UTC at `from`, and from each of `clockChanges` on, as where summer
 * time begins or ends, as much as that says. Days without calls are there too. At most 93 days at once;
 * edges count by the quarter of an hour. Percentiles are at most 2.5 % off.
 */
export const summary = operatorQuery({
  args: {
    from: v.number(),
    to: v.number(),
    utcOffsetMinutes: v.number(),
    clockChanges: v.optional(v.array(v.object({ at: v.number(), utcOffsetMinutes: v.number() }))),
  },
  returns: v.object({
    days: v.array(
      v.object({
        /** `YYYY-MM-DD`. */
        date: v.string(),
        calls: v.number(),
        failed: v.number(),
        minutes: v.number(),
        /** Currency to amount. */
        cost: vAmounts,
      }),
    ),
    totals: v.object({
      calls: v.number(),
      completed: v.number(),
      failed: v.number(),
      minutes: v.number(),
    }),
    cost: v.object({
      /** Part of the usage to USD. */
      parts: vAmounts,
      /** Currency to what the carrier charged in it. */
      carrier: vAmounts,
    }),
    answerMs: vPercentiles,
    firstWordMs: vPercentiles,
    /** Failed calls by reason, the most frequent first. */
    failures: v.array(v.object({ reason: vFailedReason, calls: v.number() })),
  }),
  handler: async (ctx, args) => {
    const period = requirePeriod(args)
    return summarise(await callFiguresIn(ctx, period), period)
  },
})
