/** CPU, memory and latency with many calls at once. */
import type { LoadFigures } from './peers/protocol.ts'
import { TURN_MS } from './peers/turnScript.ts'
import { usageOf } from './processUsage.ts'
import {
  AUTH_TOKEN,
  type Beside,
  type Bundles,
  inTurn,
  NUMBER,
  type Subject,
  type SubjectName,
  withBoth,
  withSubjects,
} from './subjects.ts'

/** What one Worker needed for a number of calls at once. */
export interface LoadResult {
  /** User and system time of its process, in ms for each minute of a call. */
  cpuMsPerCallMinute: number
  /** Calls in which the agent was never heard. */
  callsFailed: number
  /** Time to set one call up, in ms of CPU, from the webhook to the first audio. */
  cpuMsPerSetUp: number
  /** Resident memory that came with the calls, in KiB for each. */
  memoryKibPerCall: number
  callerToModelMs: { p50: number; p99: number }
  modelToCallerMs: { p50: number; p99: number }
  /** Frames of the callers' that did not reach the model in order and unchanged. */
  framesWrong: number
  /** Whether phones and model kept their pace; where they did not, the figures are not to be trusted. */
  paceKept: boolean
  /** How late frames left, p99. */
  lateP99Ms: number
}

export interface LevelResult {
  calls: number
  /** In the order in which they were measured, each with processes of its own. */
  rounds: Record<SubjectName, LoadResult>[]
}

export interface Level {
  calls: number
  /** Whether product and relay carry them at the same time: the machine must be able to. */
  together: boolean
}

export interface LoadPlan {
  beside: Beside
  /** How often all levels are measured, one round after the other. */
  rounds: number
  levels: readonly Level[]
  /** How long each Worker is watched in all. */
  windowMs: number
  /** The calls of a round begin spread over this long at the most. */
  longestRampMs: number
  /** Between the rounds: the platform puts the objects of finished calls away after ten seconds. */
  putAwayMs: number
}

const RAMP_MS_PER_CALL = 85
/** A call's first delivery, which is part of setting it up, is over by then. */
const SETTLE_MS = 1_500
/** How long the calls of the first round last, beside their setting up. */
const FILL_MS = 4_500
const WARM_CALLS = 10
const WARM_MS = 5_000
/** How often product and relay take turns, where they do. */
const TURNS = 4
/** A generator that is later than this with one frame in a hundred disturbs what it measures. */
const LATE_LIMIT_MS = 10

export async function measureLoad(
  bundles: Bundles,
  plan: LoadPlan,
  tell: (line: string) => void,
): Promise<LevelResult[]> {
  const results = plan.levels.map(({ calls }): LevelResult => ({ calls, rounds: [] }))
  for (let round = 1; round <= plan.rounds; round++) {
    for (const [at, level] of plan.levels.entries()) {
      const how = level.together ? 'both at once' : 'one after the other'
      tell(`${level.calls} calls, ${how}, round ${round} of ${plan.rounds}.`)
      results[at]?.rounds.push(await measureLevel(bundles, level, plan))
    }
  }
  return results
}

/**
 * The first round tells of memory, because a process keeps what it once took; the others of everything
 * else, because the first compiles the code.
 */
function measureLevel(
  bundles: Bundles,
  { calls, together }: Level,
  { beside, windowMs, longestRampMs, putAwayMs }: LoadPlan,
): Promise<Record<SubjectName, LoadResult>> {
  const rampMs = Math.min(longestRampMs, calls * RAMP_MS_PER_CALL)
  return withSubjects(bundles, beside, async (subjects) => {
    const cold = await (together ? withBoth : inTurn)((name) =>
      fill(subjects[name], { calls, rampMs }),
    )
    if (calls < WARM_CALLS) await withBoth((name) => warmUp(subjects[name]))
    await sleep(putAwayMs)
    const measure = (ms: number) => (name: SubjectName) =>
      watch(subjects[name], { calls, rampMs, windowMs: ms })
    const warm: Record<SubjectName, WarmRound>[] = []
    if (together) warm.push(await withBoth(measure(windowMs)))
    else for (let i = 0; i < TURNS; i++) warm.push(await inTurn(measure(windowMs / TURNS)))
    return {
      product: summary(
        cold.product,
        warm.map(({ product }) => product),
      ),
      relay: summary(
        cold.relay,
        warm.map(({ relay }) => relay),
      ),
    }
  })
}

/** A few calls alone would leave the code cold for minutes. */
async function warmUp(subject: Subject): Promise<void> {
  await placeCalls(subject, WARM_CALLS, 500)
  await sleep(WARM_MS)
  await subject.peers.hangUp()
}

interface Round {
  calls: number
  rampMs: number
}

/** What one round tells of. */
type ColdRound = Pick<LoadResult, 'memoryKibPerCall' | 'callsFailed' | 'framesWrong'>
type WarmRound = Omit<LoadResult, 'memoryKibPerCall'>

/** The round that tells of memory. */
async function fill(subject: Subject, { calls, rampMs }: Round): Promise<ColdRound> {
  const { peers, worker } = subject
  const before = usageOf(worker.pid)
  const placed = await placeCalls(subject, calls, rampMs)
  await sleep(FILL_MS)
  const grownBytes = usageOf(worker.pid).residentBytes - before.residentBytes
  const { framesWrong } = await peers.hangUp()
  return {
    memoryKibPerCall: grownBytes / 1024 / placed,
    callsFailed: calls - placed,
    framesWrong,
  }
}

/** A round that tells of everything else. */
export async function watch(
  subject: Subject,
  { calls, rampMs, windowMs }: Round & { windowMs: number },
): Promise<WarmRound> {
  const { peers, worker } = subject
  const before = usageOf(worker.pid)
  const placed = await placeCalls(subject, calls, rampMs)
  const setUp = usageOf(worker.pid)
  await sleep(SETTLE_MS)
  await peers.reset()
  const start = { at: performance.now(), cpuMs: usageOf(worker.pid).cpuMs }
  await sleep(windowMs)
  const end = { at: performance.now(), cpuMs: usageOf(worker.pid).cpuMs }
  const figures = await peers.figures()
  const { framesWrong } = await peers.hangUp()
  const callMinutes = (placed * (end.at - start.at)) / 60_000
  return {
    cpuMsPerCallMinute: (end.cpuMs - start.cpuMs) / callMinutes,
    callsFailed: calls - placed,
    cpuMsPerSetUp: (setUp.cpuMs - before.cpuMs) / placed,
    callerToModelMs: figures.callerToModelMs,
    modelToCallerMs: figures.modelToCallerMs,
    framesWrong,
    paceKept: keptPace(figures, placed, end.at - start.at),
    lateP99Ms: figures.lateMs.p99,
  }
}

/** Returns how many calls were answered; throws when none was. */
async function placeCalls(
  { worker, peers, phaseMs }: Subject,
  calls: number,
  rampMs: number,
): Promise<number> {
  const line = { origin: worker.url, authToken: AUTH_TOKEN, to: NUMBER, streamOpenDelayMs: 0 }
  const { waited, problems } = await peers.place({
    calls,
    rampMs,
    phaseMs,
    modelOpenDelayMs: 0,
    line,
  })
  if (waited.length === 0) throw new Error(`No call was answered: ${problems[0]}`)
  return waited.length
}

function keptPace(figures: LoadFigures, calls: number, ms: number): boolean {
  const due = (calls * ms) / 20
  return figures.lateMs.p99 <= LATE_LIMIT_MS && figures.framesSent >= due * 0.99
}

/** Figures of the warm rounds are averaged; what must never happen is counted over all. */
function summary(cold: ColdRound, warm: readonly WarmRound[]): LoadResult {
  const mean = (pick: (round: WarmRound) => number) =>
    warm.reduce((sum, round) => sum + pick(round), 0) / warm.length
  const all = [cold, ...warm]
  return {
    cpuMsPerCallMinute: mean((r) => r.cpuMsPerCallMinute),
    cpuMsPerSetUp: mean((r) => r.cpuMsPerSetUp),
    memoryKibPerCall: cold.memoryKibPerCall,
    callerToModelMs: {
      p50: mean((r) => r.callerToModelMs.p50),
      p99: mean((r) => r.callerToModelMs.p99),
    },
    modelToCallerMs: {
      p50: mean((r) => r.modelToCallerMs.p50),
      p99: mean((r) => r.modelToCallerMs.p99),
    },
    callsFailed: all.reduce((sum, { callsFailed }) => sum + callsFailed, 0),
    framesWrong: all.reduce((sum, { framesWrong }) => sum + framesWrong, 0),
    paceKept: warm.every(({ paceKept }) => paceKept),
    lateP99Ms: mean((r) => r.lateP99Ms),
  }
}

/** A window holds whole turns, so that the agents speak for half of it. */
export function windowOf(turns: number): number {
  return turns * TURN_MS
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
