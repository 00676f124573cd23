/** `npm run bench -- --data`: what the embedded data cost, and how they bear growth and bursts. */
import type { Figure } from '../figures.ts'
import { type Burst, measureBurst } from './burst.ts'
import { deliverAnHour, rowsThatCallsShare, typedInVain, wrongAfterRollback } from './checks.ts'
import { measureCall, measureGrowth, measureOverview } from './growth.ts'
import { startDataHost } from './host.ts'
import { measureTakingAlong, type TakenAlong } from './takeAlong.ts'

interface DataPlan {
  calls: number
  growth: readonly number[]
  days: number
  takenAlong: number
  bursts: readonly [clients: number, queries: number][]
}

const FULL: DataPlan = {
  calls: 200,
  growth: [500, 5000],
  days: 93,
  takenAlong: 10_000,
  bursts: [
    [1, 1],
    [5, 4],
    [50, 20],
  ],
}
const QUICK: DataPlan = {
  calls: 40,
  growth: [100, 300],
  days: 7,
  takenAlong: 300,
  bursts: [[5, 4]],
}

export async function dataFigures(quick: boolean, tell: (line: string) => void): Promise<Figure[]> {
  const plan = quick ? QUICK : FULL
  tell('Bundling the embedded host.')
  const host = await startDataHost()
  try {
    tell(`A call of four minutes, ${plan.calls} times.`)
    const call = await measureCall(host, plan.calls)
    const figures = [
      figure('rows written by a call, by cursors', '', call.rowsByCursor, 160),
      figure('rows written by a call, with those of the search', '', call.rowsBySqlite, 160),
      figure('stored by a call', 'kB', call.kilobytes, 40),
      figure('CPU of a call', 'ms', call.cpuMs, 12),
    ]
    tell('Searches, an hour of talk, a rollback.')
    const { typed, inVain } = await typedInVain(host)
    const hour = await deliverAnHour(host)
    figures.push(
      figure(`of ${typed} typed searches, in vain`, '', inVain, 0),
      figure('an hour of talk: rows of its largest part', '', hour.rows, 500),
      figure('an hour of talk: delivered whole', 'ms', hour.ms, null),
      figure(
        'of 16 rows of a quarter, untouched by 200 calls',
        '',
        16 - (await rowsThatCallsShare(host)),
        8,
      ),
      figure('wrong look-ups after a rollback and its end', '', await wrongAfterRollback(host), 0),
    )
    for (const calls of plan.growth) {
      tell(`A start and a new index with ${calls} calls stored.`)
      const growth = await measureGrowth(host, calls)
      figures.push(
        figure(`${calls} calls: rows read at a start`, '', growth.startRowsRead, 50),
        figure(
          `${calls} calls: first look-up after a start`,
          'ms',
          growth.firstLookupMs,
          Math.round(growth.secondLookupMs + 60),
        ),
        figure(`${calls} calls: start with a new index`, 'ms', growth.indexStartMs, null),
        figure(`${calls} calls: its building`, 'ms', growth.indexBuildMs, null),
        figure(`${calls} calls: slowest look-up meanwhile`, 'ms', growth.indexLookupMs, 750),
      )
    }
    tell(`An overview of ${plan.days} days.`)
    figures.push(
      figure(
        `CPU of an overview of ${plan.days} days`,
        'ms',
        await measureOverview(host, plan.days),
        30,
      ),
    )
    tell(`${plan.takenAlong} calls come from a Convex deployment, and go to another Worker.`)
    figures.push(...takenAlongFigures(plan.takenAlong, await measureTakingAlong(plan.takenAlong)))
    for (const [clients, queries] of plan.bursts) {
      tell(`A hundred calls at once, ${clients} tabs with ${queries} queries.`)
      figures.push(...burstFigures(await measureBurst(host, clients, queries)))
    }
    return figures
  } finally {
    await host.stop()
  }
}

function takenAlongFigures(
  calls: number,
  { documents, importMs, exportMs, meanwhileMs }: TakenAlong,
): Figure[] {
  const at = `${calls} calls, ${documents} documents`
  return [
    figure(`${at}: import`, 'ms', importMs, null),
    figure(`${at}: export`, 'ms', exportMs, null),
    figure(`${calls} calls: slowest answer during the import`, 'ms', meanwhileMs, 750),
  ]
}

function burstFigures({ clients, queries, lookup, inside, storedMs, cpuMs }: Burst): Figure[] {
  const at = `100 calls at once, ${clients} × ${queries} queries`
  return [
    figure(`${at}: look-up within the object, p99`, 'ms', inside.p99, 100),
    figure(`${at}: look-up, p50`, 'ms', lookup.p50, null),
    figure(`${at}: look-up, p99`, 'ms', lookup.p99, 750),
    figure(`${at}: slowest look-up`, 'ms', lookup.max, 1500),
    figure(`${at}: all stored after`, 'ms', storedMs, null),
    figure(`${at}: CPU`, 'ms', cpuMs, null),
  ]
}

const figure = (metric: string, unit: string, product: number, atMost: number | null): Figure => ({
  metric,
  unit,
  product,
  relay: null,
  compared: null,
  target: atMost === null ? null : { of: 'product', atMost, reached: product <= atMost },
})
