/** `npm run bench -- --aftercall`: whether a call is the same with webhooks and Discord told of it. */
import { productBundle } from '../bundles.ts'
import { type Figure, figure } from '../figures.ts'
import { watch, windowOf } from '../load.ts'
import { withPair } from './pair.ts'

interface AfterCallPlan {
  calls: number
  turns: number
  rounds: number
}

const FULL: AfterCallPlan = { calls: 10, turns: 2, rounds: 6 }
const QUICK: AfterCallPlan = { calls: 10, turns: 1, rounds: 1 }

/** With, over without. */
const MOST = 1.03
const RAMP_MS = 2_000

type Round = Awaited<ReturnType<typeof watch>>

export async function afterCallFigures(
  quick: boolean,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const { calls, turns, rounds } = quick ? QUICK : FULL
  tell('Bundling the product.')
  const bundle = await productBundle()
  return withPair(bundle, async (pair) => {
    const round = { calls, rampMs: RAMP_MS, windowMs: windowOf(turns) }
    const results: { with: Round; without: Round }[] = []
    // The first one compiles the code, and does not count.
    for (let number = 0; number <= rounds; number++) {
      tell(`${calls} calls each, round ${number} of ${rounds}.`)
      const [told, untold] = await Promise.all([
        watch(pair.with, round),
        watch(pair.without, round),
      ])
      const ratio = told.cpuMsPerCallMinute / untold.cpuMsPerCallMinute
      tell(`CPU ${ratio.toFixed(3)} ×`)
      if (number > 0) results.push({ with: told, without: untold })
      // Which of the two is first in the clock's 20 ms must not decide.
      ;[pair.with.phaseMs, pair.without.phaseMs] = [pair.without.phaseMs, pair.with.phaseMs]
    }
    const { messages, deliveries, complaints } = pair.told()
    for (const complaint of complaints) tell(complaint)
    return [
      paired('CPU per call-minute', results, (one) => one.cpuMsPerCallMinute),
      paired('caller to model, p50', results, (one) => one.callerToModelMs.p50),
      paired('model to caller, p50', results, (one) => one.modelToCallerMs.p50),
      count('messages on Discord', messages),
      count('signed deliveries', deliveries),
      figure('Discord’s complaints', '', complaints.length, { atMostOfProduct: 0 }),
    ]
  })
}

/** The mean of each; the pair is measured at the same time. */
function paired(
  metric: string,
  rounds: readonly { with: Round; without: Round }[],
  pick: (round: Round) => number,
): Figure {
  const told = mean(rounds.map((one) => pick(one.with)))
  const untold = mean(rounds.map((one) => pick(one.without)))
  const judged = { relay: untold, by: 'ratio', atMost: MOST } as const
  return figure(`With Discord and webhooks: ${metric}`, 'ms', told, judged)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const count = (what: string, value: number): Figure => figure(what, '', value, {})
