/** `npm run bench -- --engines`: what each engine takes to answer, of the same vendors and the same words. */
import type { TurnTiming } from '../../../convex/model/call.ts'
import { type Figure, figure } from '../figures.ts'
import { spreadOf } from '../percentiles.ts'
import { usageOf } from '../processUsage.ts'
import { converse, type Seen } from './conversation.ts'
import { type BenchEngine, ENGINES, openStage, type Stage } from './stage.ts'

interface EnginesPlan {
  /** Calls one after another, for times; and what the caller asks in each. */
  calls: number
  turns: number
  /** Calls at once, for CPU and memory. */
  together: number
  /** Another call goes before each engine's. */
  rehearses: boolean
}

const FULL: EnginesPlan = { calls: 3, turns: 4, together: 10, rehearses: true }
const QUICK: EnginesPlan = { calls: 1, turns: 2, together: 0, rehearses: false }

/** To reach by a pipeline, at the vendors' times of `stage.ts`. */
const TARGETS = { answerMs: 900, overlappedMs: 750, cpuRatio: 2 } as const

const NAMES: Readonly<Record<BenchEngine, string>> = {
  realtime: 'Realtime',
  elevenlabs: 'ElevenLabs pipeline',
  brain: 'Your brain, Realtime voice',
}

export async function enginesFigures(
  quick: boolean,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const plan = quick ? QUICK : FULL
  tell('Bundling the product, for each engine.')
  const stage = await openStage()
  try {
    const engines = quick ? ENGINES.filter((name) => name === 'elevenlabs') : ENGINES
    const figures: Figure[] = []
    for (const name of engines) {
      tell(`${NAMES[name]}: ${plan.calls} calls of ${plan.turns} questions.`)
      figures.push(...(await timesOf(stage, name, plan)))
    }
    if (plan.together > 0) figures.push(...(await loadOf(stage, plan, tell)))
    return figures
  } finally {
    await stage.close()
  }
}

const medianOf = (values: readonly number[]): number => spreadOf(values).p50

async function timesOf(
  stage: Stage,
  name: BenchEngine,
  { calls, turns, rehearses }: EnginesPlan,
): Promise<Figure[]> {
  // Code is loaded and compiled in the first call.
  if (rehearses) await converse(stage, name, 1)
  const seen: Seen[] = []
  for (let call = 0; call < calls; call++) seen.push(await converse(stage, name, turns))
  const line = (metric: string, ms: number, atMostOfProduct?: number) =>
    figure(`${NAMES[name]}: ${metric}`, 'ms', ms, { atMostOfProduct })
  const timings = seen.flatMap(({ record }) => record.turns.flatMap(({ timing }) => timing ?? []))
  const parts = partsOf(timings)
  const isPipeline = name !== 'realtime'
  return [
    line('first word after pick-up, p50', medianOf(seen.map(({ firstWordMs }) => firstWordMs))),
    line('last sound to first sound, p50', medianOf(seen.flatMap(({ answersMs }) => answersMs))),
    line('of it the pause, p50', medianOf(parts.pause)),
    line(
      'without the pause, p50',
      medianOf(parts.rest),
      isPipeline ? TARGETS.overlappedMs : undefined,
    ),
    line(
      'without the pause, p90',
      spreadOf(parts.rest).p90,
      isPipeline ? TARGETS.answerMs : undefined,
    ),
    ...(isPipeline
      ? [
          line('of it ears, p50', medianOf(parts.ears)),
          line('of it brain, p50', medianOf(parts.brain)),
          line('of it mouth, p50', medianOf(parts.mouth)),
        ]
      : [line('of it the model, p50', medianOf(parts.model))]),
    line('of it the line, p50', medianOf(parts.line)),
    line('barge-in: first sound to clear, p50', medianOf(seen.flatMap((call) => call.bargeInsMs))),
  ]
}

type Part = 'pause' | 'ears' | 'brain' | 'mouth' | 'model' | 'line' | 'rest'

/** Where the time of each answer went, as the call's page shows it. */
function partsOf(timings: readonly TurnTiming[]): Record<Part, number[]> {
  const parts: Record<Part, number[]> = {
    pause: [],
    ears: [],
    brain: [],
    mouth: [],
    model: [],
    line: [],
    rest: [],
  }
  const add = (part: Part, from: number | null | undefined, to: number | null | undefined) => {
    if (typeof from === 'number' && typeof to === 'number') parts[part].push(to - from)
  }
  for (const timing of timings) {
    const { speechEndedAt, endpointedAt, respondedAt, thoughtAt, firstAudioAt } = timing
    if (speechEndedAt === null || endpointedAt === null) continue
    add('pause', speechEndedAt, endpointedAt)
    add('ears', endpointedAt, respondedAt)
    add('brain', respondedAt, thoughtAt)
    add('mouth', thoughtAt, firstAudioAt)
    add('model', respondedAt, firstAudioAt)
    add('line', firstAudioAt, timing.firstHeardAt)
    add('rest', endpointedAt, firstAudioAt)
  }
  return parts
}

async function loadOf(
  stage: Stage,
  { together, turns }: EnginesPlan,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const used = new Map<BenchEngine, Used>()
  for (const name of ENGINES) {
    tell(`${NAMES[name]}: ${together} calls at once.`)
    used.set(name, await usedBy(stage, name, together, turns))
  }
  const realtime = used.get('realtime')
  return [...used].flatMap(([name, { cpuMs, memoryKib }]) => [
    figure(`${NAMES[name]}: CPU per call-minute`, 'ms', cpuMs, {
      ...(realtime && name !== 'realtime' && { relay: realtime.cpuMs, by: 'ratio' }),
      ...(name !== 'realtime' && { atMost: TARGETS.cpuRatio }),
    }),
    figure(`${NAMES[name]}: memory per call`, 'KiB', memoryKib, {
      ...(realtime && name !== 'realtime' && { relay: realtime.memoryKib, by: 'ratio' }),
    }),
  ])
}

interface Used {
  cpuMs: number
  memoryKib: number
}

/** Of the Worker's process; the vendors and the phones are others. */
async function usedBy(
  stage: Stage,
  name: BenchEngine,
  together: number,
  turns: number,
): Promise<Used> {
  const before = usageOf(stage.pid)
  let most = before.residentBytes
  const watch = setInterval(() => {
    most = Math.max(most, usageOf(stage.pid).residentBytes)
  }, 250)
  const calls = await Promise.all(
    Array.from({ length: together }, () => converse(stage, name, turns)),
  )
  clearInterval(watch)
  const minutes = calls.reduce((sum, { lastsMs }) => sum + lastsMs, 0) / 60_000
  return {
    cpuMs: (usageOf(stage.pid).cpuMs - before.cpuMs) / minutes,
    memoryKib: (most - before.residentBytes) / 1024 / together,
  }
}
