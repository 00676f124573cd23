/** `npm run bench -- --faults`: whether a call outlives its process. docs/reliability.md tells of it. */
import { fileURLToPath } from 'node:url'
import { productBundle } from '../bundles.ts'
import { type Figure, figure } from '../figures.ts'
import { spreadOf } from '../percentiles.ts'
import { PHASES } from './caller.ts'
import { measureCrowd, measureSoak } from './crowd.ts'
import { type EvictionPlan, measureEvictions } from './evictions.ts'
import type { Verdict } from './judge.ts'
import { type FaultResult, type KillPlan, measureKills } from './kills.ts'

interface FaultPlan {
  kills: KillPlan
  stops: KillPlan | null
  evictions: EvictionPlan
  /** So many calls at once; 0: not tried. */
  crowd: number
  soak: { calls: number; lastsMs: number } | null
}

const FULL: FaultPlan = {
  kills: { ending: 'kill', times: 100, calls: 10, questions: 5, everyMs: [400, 2_000] },
  stops: { ending: 'stop', times: 15, calls: 10, questions: 5, everyMs: [400, 2_000] },
  evictions: { times: 100, calls: 12, questions: 5, everyMs: 500 },
  crowd: 50,
  soak: { calls: 20, lastsMs: 120_000 },
}
const QUICK: FaultPlan = {
  kills: { ending: 'kill', times: 2, calls: 4, questions: 1, everyMs: [800, 1_500] },
  stops: null,
  evictions: { times: 3, calls: 4, questions: 1, everyMs: 500 },
  crowd: 0,
  soak: null,
}

/** To reach. */
const TARGETS = {
  gapMs: 2_000,
  /** What a caller has heard and the record does not say: a clause. */
  lessMs: 2_000,
  /** Clocks of two processes. */
  moreMs: 20,
  addedMb: 20,
} as const

const LOSABLE = fileURLToPath(new URL('../../worker/losable/entry.ts', import.meta.url))

export async function faultFigures(
  quick: boolean,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const plan = quick ? QUICK : FULL
  tell('Bundling the product, and once more with a door to lose single objects by.')
  const bundle = await productBundle()
  const losable = await productBundle(LOSABLE)
  const figures: Figure[] = []
  tell(`${plan.kills.times} kills of the process, ${plan.kills.calls} calls at once.`)
  figures.push(...figuresOf('kill -9', await measureKills(bundle, plan.kills), tell))
  if (plan.stops) {
    tell(`${plan.stops.times} graceful stops.`)
    figures.push(...figuresOf('stop', await measureKills(bundle, plan.stops), tell))
  }
  tell(`${plan.evictions.times} objects lost one by one, ${plan.evictions.calls} calls at once.`)
  const evicted = await measureEvictions(losable, plan.evictions)
  figures.push(
    ...figuresOf('one object lost', evicted, tell),
    atMost('one object lost: other streams broken', '', evicted.othersBroken, 0),
  )
  if (plan.crowd > 0) {
    tell(`${plan.crowd} calls lost at once.`)
    const crowd = await measureCrowd(bundle, plan.crowd)
    figures.push(...figuresOf(`${plan.crowd} calls lost at once`, crowd, tell, false))
  }
  if (plan.soak) {
    const { calls, lastsMs } = plan.soak
    tell(`${calls} calls at once for ${lastsMs / 1000} s.`)
    const { verdicts, warmMb, addedMb } = await measureSoak(bundle, plan.soak)
    const name = `soak, ${verdicts.length} calls of ${calls} at once`
    figures.push(
      atMost(`${name}: lost`, '', lostOf(verdicts, tell), 0),
      atMost(`${name}: memory`, 'MB', warmMb, null),
      atMost(`${name}: added by the end`, 'MB', addedMb, TARGETS.addedMb),
    )
  }
  return figures
}

function figuresOf(
  name: string,
  { faults, hits, verdicts, awayMs }: FaultResult,
  tell: (line: string) => void,
  judgesGap = true,
): Figure[] {
  const gaps = spreadOf(hits.flatMap(({ gapMs }) => (gapMs === null ? [] : [gapMs])))
  const more = Math.max(0, ...verdicts.flatMap(({ moreMs }) => moreMs))
  const less = spreadOf(verdicts.flatMap(({ lessMs }) => lessMs).filter((ms) => ms > 1))
  tell(
    `  ${PHASES.map((at) => `${at} ${hits.filter(({ phase }) => phase === at).length}`).join(', ')}`,
  )
  tell(`  back to first sound: p50 ${gaps.p50.toFixed(0)} ms, p95 ${gaps.p95.toFixed(0)} ms`)
  const words = verdicts.reduce((sum, { wordsTooMany }) => sum + wordsTooMany, 0)
  const cutOff = verdicts.filter(({ isCutOff }) => isCutOff).length
  const twice = verdicts.filter(({ greetings }) => greetings > 1).length
  return [
    atMost(`${name}, ${faults} ×: calls lost of ${verdicts.length}`, '', lostOf(verdicts, tell), 0),
    ...(awayMs.length > 0
      ? [atMost(`${name}: the process was away, p50`, 'ms', spreadOf(awayMs).p50, null)]
      : []),
    atMost(`${name}: back to first sound, p50`, 'ms', gaps.p50, judgesGap ? TARGETS.gapMs : null),
    atMost(`${name}: back to first sound, p95`, 'ms', gaps.p95, judgesGap ? TARGETS.gapMs : null),
    atMost(`${name}: most that was told and not heard`, 'ms', more, TARGETS.moreMs),
    atMost(`${name}: words told and not heard`, '', words, 0),
    atMost(`${name}: heard and not told, max`, 'ms', Math.max(0, less.max || 0), TARGETS.lessMs),
    atMost(`${name}: calls greeted twice`, '', twice, 0),
    atMost(`${name}: callers who hung up while nobody was there`, '', cutOff, null),
  ]
}

function lostOf(verdicts: readonly Verdict[], tell: (line: string) => void): number {
  const lost = verdicts.filter((verdict) => verdict.lost !== null)
  for (const { callSid, lost: why } of lost) tell(`  ${callSid}: ${why}`)
  return lost.length
}

function atMost(metric: string, unit: string, value: number, limit: number | null): Figure {
  return figure(metric, unit, value, { atMostOfProduct: limit ?? undefined })
}
