/** `npm run bench`: what the bridge costs, beside a bare relay. docs/benchmarks.md explains it. */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { SOME_STALLS } from '../simulators/twilio/index.ts'
import { afterCallFigures } from './aftercall/index.ts'
import { dataFigures } from './data/index.ts'
import { type BurstPlan, measureBurst } from './burst.ts'
import { measureEcho } from './echo/index.ts'
import { FULL as FULL_ECHO, QUICK as QUICK_ECHO } from './echo/mixes.ts'
import { echoTables } from './echo/table.ts'
import { enginesFigures } from './engines/index.ts'
import { faultFigures } from './faults/index.ts'
import { measureAttacks } from './attack/index.ts'
import { type Figure, figuresOf, type Measured } from './figures.ts'
import { measureFirstWord } from './firstWord.ts'
import { type InterruptionPlan, measureInterruptions } from './interruptions.ts'
import { type LoadPlan, measureLoad, windowOf } from './load.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { tableOf } from './report.ts'
import { bundleBoth } from './subjects.ts'
import { vadFigures } from './vad/index.ts'

interface Plan {
  load: LoadPlan
  firstWords: number
  interruptions: InterruptionPlan
  burst: BurstPlan
}

const STEADY = { downMs: 40, upMs: 40 }

const FULL: Plan = {
  load: {
    beside: 'relay',
    rounds: 1,
    levels: [
      { calls: 1, together: true },
      { calls: 10, together: true },
      { calls: 50, together: true },
      // Two cores do not carry twice as many.
      { calls: 100, together: false },
    ],
    windowMs: windowOf(4),
    longestRampMs: 10_000,
    putAwayMs: 12_000,
  },
  firstWords: 12,
  interruptions: {
    scenes: [
      null,
      STEADY,
      { ...STEADY, jitterMs: 10 },
      { ...STEADY, jitterMs: 10, stalls: SOME_STALLS },
    ],
    calls: 10,
    times: 12,
  },
  burst: { calls: 100, withinMs: 1_000 },
}
const QUICK: Plan = {
  load: {
    beside: 'relay',
    rounds: 1,
    levels: [{ calls: 20, together: true }],
    windowMs: windowOf(1),
    longestRampMs: 1_000,
    putAwayMs: 0,
  },
  firstWords: 2,
  interruptions: { scenes: [null, STEADY], calls: 10, times: 2 },
  burst: { calls: 30, withinMs: 300 },
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (!options) return console.log(USAGE)
  if (options.echo) return reportEcho(options)
  if (options.attack) return attack(options)
  const startedAt = new Date()
  const busy = loadavg()[0] ?? 0
  const measured = isApart(options) ? null : await measure(planOf(options), options.only)
  const figures = measured ? figuresOf(measured) : await figuresApart(options)
  // What holds calls together is tried with every change.
  if (measured && options.quick && options.only === null) {
    figures.push(...(await faultFigures(true, tell)))
  }
  console.log(`\n${tableOf(figures, otherOf(options))}\n`)
  const warnings = warningsOf(measured, busy, options)
  for (const warning of warnings) console.log(warning)
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', loadBefore: busy }
  const report = { startedAt, machine, quick: options.quick, warnings, figures, measured }
  const json = JSON.stringify(report)
  if (options.jsonPath) writeFileSync(options.jsonPath, `${json}\n`)
  console.log(json)
}

/** What the product stands beside. */
function otherOf({ vad, engines }: Options): string {
  if (vad) return 'gate'
  return engines ? 'realtime' : 'relay'
}

/** Whether this is something else than what the bridge costs. */
function isApart({ data, faults, vad, engines, aftercall }: Options): boolean {
  return data || faults || vad || engines || aftercall
}

function figuresApart({ data, vad, engines, aftercall, quick }: Options): Promise<Figure[]> {
  if (engines) return enginesFigures(quick, tell)
  if (vad) return vadFigures(quick, tell)
  if (aftercall) return afterCallFigures(quick, tell)
  return data ? dataFigures(quick, tell) : faultFigures(quick, tell)
}

async function reportEcho({ quick, jsonPath }: Options): Promise<void> {
  const startedAt = new Date()
  const results = await measureEcho(quick ? QUICK_ECHO : FULL_ECHO, tell)
  console.log(`\n${echoTables(results)}\n`)
  if (jsonPath) writeFileSync(jsonPath, `${JSON.stringify({ startedAt, quick, results })}\n`)
}

function planOf({ quick, network, rounds, copier }: Options): Plan {
  const some = quick ? QUICK : FULL
  const plan: Plan = {
    ...some,
    load: { ...some.load, rounds, beside: copier ? 'copier' : 'relay' },
  }
  if (!network) return plan
  return { ...plan, interruptions: { ...plan.interruptions, scenes: [network] } }
}

async function attack(options: Options): Promise<void> {
  const { table, results } = await measureAttacks(options, tell)
  console.log(`\n${table}\n`)
  const { jsonPath } = options
  if (jsonPath) writeFileSync(jsonPath, `${JSON.stringify(results)}\n`)
}

async function measure(plan: Plan, only: Options['only']): Promise<Measured> {
  const wanted = (what: Options['only']) => only === null || only === what
  tell('Bundling the product.')
  const bundles = await bundleBoth()
  const { beside } = plan.load
  const measured: Measured = {
    beside,
    load: [],
    firstWord: null,
    interruptions: [],
    burst: null,
  }
  if (wanted('first-word')) {
    tell(`First word: ${plan.firstWords} calls each.`)
    measured.firstWord = await measureFirstWord(bundles, plan.firstWords)
  }
  if (wanted('barge-in')) {
    const { scenes, calls, times } = plan.interruptions
    tell(`Barge-in: ${calls} calls each, interrupted ${times} times, on ${scenes.length} networks.`)
    measured.interruptions = await measureInterruptions(bundles, plan.interruptions)
  }
  if (wanted('burst')) {
    tell(`Burst: ${plan.burst.calls} calls within ${plan.burst.withinMs} ms.`)
    measured.burst = await measureBurst(bundles, plan.burst)
  }
  if (wanted('load')) measured.load = await measureLoad(bundles, plan.load, tell)
  return measured
}

function warningsOf(measured: Measured | null, busy: number, { quick }: Options): string[] {
  const warnings: string[] = []
  if (quick) warnings.push('A quick run: short windows, on code that is hardly warm.')
  if (busy > 0.5) {
    warnings.push(`The machine was busy before the run (load ${busy.toFixed(1)}).`)
  }
  for (const { calls, rounds } of measured?.load ?? []) {
    const late = rounds.flatMap(({ product, relay }) =>
      [product, relay].flatMap(({ paceKept, lateP99Ms }) => (paceKept ? [] : [lateP99Ms])),
    )
    if (late.length === 0) continue
    const ms = Math.max(...late).toFixed(1)
    warnings.push(`At ${calls} at once the phones did not keep their pace (p99 ${ms} ms late).`)
  }
  return warnings
}

/** Progress goes where it does not mix with the figures. */
function tell(line: string): void {
  console.error(line)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
