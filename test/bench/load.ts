/** CPU, memory and latency with many calls at once: product and relay in turn, round after round. */
import { median } from './percentiles.ts'
import type { LoadFigures } from './peers/protocol.ts'
import type { Peers } from './peers/index.ts'
import { TURN_MS } from './peers/turnScript.ts'
import { usageOf } from './processUsage.ts'
import {
  AUTH_TOKEN,
  type Bundles,
  NUMBER,
  SUBJECTS,
  type SubjectName,
  withSubjects,
} from './subjects.ts'
import type { RunningWorker } from './workerd.ts'

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
  product: LoadResult
  relay: LoadResult
}

export interface LoadPlan {
  levels: readonly number[]
  rounds: number
  windowMs: number
  /** The calls of a round begin spread over this long at the most. */
  longestRampMs: number
}

const RAMP_MS_PER_CALL = 80
const SETTLE_MS = 500
/** Long enough for every call to speak once. */
const COLD_WINDOW_MS = 3_000
const WARM_CALLS = 10
const WARM_MS = 5_000
/** A generator that is later than this with one frame in a hundred disturbs what it measures. */
const LATE_LIMIT_MS = 10

export async function measureLoad(
  bundles: Bundles,
  peers: Peers,
  plan: LoadPlan,
  tell: (line: string) => void,
): Promise<LevelResult[]> {
  const results: LevelResult[] = []
  for (const calls of plan.levels) {
    results.push(
      await withSubjects(bundles, peers.modelHost, async (subjects) => {
        const rounds: Record<SubjectName, LoadResult[]> = { product: [], relay: [] }
        for (let round = 0; round < plan.rounds; round++) {
          for (const name of inTurn(round)) {
            tell(`${calls} calls, round ${round + 1} of ${plan.rounds}: ${name}`)
            const cold = round === 0 && plan.rounds > 1
            const windowMs = cold ? COLD_WINDOW_MS : plan.windowMs
            const measured = await measureOnce(subjects[name], peers, calls, { ...plan, windowMs })
            rounds[name].push(measured)
            if (round === 0 && calls < WARM_CALLS) await warmUp(subjects[name], peers)
          }
        }
        return { calls, product: summary(rounds.product), relay: summary(rounds.relay) }
      }),
    )
  }
  return results
}

/** A few calls alone would leave the code cold for minutes. */
async function warmUp(worker: RunningWorker, peers: Peers): Promise<void> {
  await placeCalls(worker, peers, WARM_CALLS, 500)
  await sleep(WARM_MS)
  await peers.hangUp()
}

/** Who is first changes, so that neither has the machine at its best. */
function inTurn(round: number): readonly SubjectName[] {
  return round % 2 === 0 ? SUBJECTS : SUBJECTS.toReversed()
}

async function measureOnce(
  worker: RunningWorker,
  peers: Peers,
  calls: number,
  plan: LoadPlan,
): Promise<LoadResult> {
  const before = usageOf(worker.pid)
  const rampMs = Math.min(plan.longestRampMs, calls * RAMP_MS_PER_CALL)
  const placed = await placeCalls(worker, peers, calls, rampMs)
  const setUp = usageOf(worker.pid)
  await sleep(SETTLE_MS)
  await peers.reset()
  const start = { at: performance.now(), cpuMs: usageOf(worker.pid).cpuMs }
  await sleep(plan.windowMs)
  const end = { at: performance.now(), ...usageOf(worker.pid) }
  const figures = await peers.figures()
  const { framesWrong } = await peers.hangUp()
  const callMinutes = (placed * (end.at - start.at)) / 60_000
  return {
    cpuMsPerCallMinute: (end.cpuMs - start.cpuMs) / callMinutes,
    callsFailed: calls - placed,
    cpuMsPerSetUp: (setUp.cpuMs - before.cpuMs) / placed,
    memoryKibPerCall: (end.residentBytes - before.residentBytes) / 1024 / placed,
    callerToModelMs: figures.callerToModelMs,
    modelToCallerMs: figures.modelToCallerMs,
    framesWrong,
    paceKept: keptPace(figures, placed, end.at - start.at),
    lateP99Ms: figures.lateMs.p99,
  }
}

/** Returns how many calls were answered; throws when none was. */
async function placeCalls(
  worker: RunningWorker,
  peers: Peers,
  calls: number,
  rampMs: number,
): Promise<number> {
  const line = { origin: worker.url, authToken: AUTH_TOKEN, to: NUMBER, streamOpenDelayMs: 0 }
  const { waited, problems } = await peers.place({ calls, rampMs, modelOpenDelayMs: 0, line })
  if (waited.length === 0) throw new Error(`No call was answered: ${problems[0]}`)
  return waited.length
}

function keptPace(figures: LoadFigures, calls: number, ms: number): boolean {
  const due = (calls * ms) / 20
  return figures.lateMs.p99 <= LATE_LIMIT_MS && figures.framesSent >= due * 0.99
}

/**
 * The first round tells of memory, because a process keeps what it once took; the later ones of
 * everything else, because the first compiles the code. Each figure is the rounds' median.
 */
function summary(rounds: readonly LoadResult[]): LoadResult {
  const warm = rounds.length > 1 ? rounds.slice(1) : rounds
  const middle = (pick: (round: LoadResult) => number) => median(warm.map(pick))
  return {
    cpuMsPerCallMinute: middle((r) => r.cpuMsPerCallMinute),
    cpuMsPerSetUp: middle((r) => r.cpuMsPerSetUp),
    memoryKibPerCall: rounds[0]?.memoryKibPerCall ?? NaN,
    callerToModelMs: {
      p50: middle((r) => r.callerToModelMs.p50),
      p99: middle((r) => r.callerToModelMs.p99),
    },
    modelToCallerMs: {
      p50: middle((r) => r.modelToCallerMs.p50),
      p99: middle((r) => r.modelToCallerMs.p99),
    },
    callsFailed: rounds.reduce((sum, { callsFailed }) => sum + callsFailed, 0),
    framesWrong: rounds.reduce((sum, { framesWrong }) => sum + framesWrong, 0),
    paceKept: rounds.every(({ paceKept }) => paceKept),
    lateP99Ms: middle((r) => r.lateP99Ms),
  }
}

/** A window holds whole turns, so that the agents speak for half of it. */
export function windowOf(turns: number): number {
  return turns * TURN_MS
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
