/** Processes that end at random moments while people talk. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerBundle } from '../bundles.ts'
import { Caller, type Manners, type Phase } from './caller.ts'
import { type Ending, FaultHost, type Restart } from './host.ts'
import { judge, type Verdict } from './judge.ts'
import { Sessions } from './truth.ts'

/** A call that was alive when its process or its object was lost. */
export interface Hit {
  phase: Phase
  /**
   * From the process accepting connections again to the agent's first sound, or from when the caller had
   * finished speaking; in ms. `null`: the caller left; `Infinity`: it took longer than six seconds.
   */
  gapMs: number | null
}

export interface FaultResult {
  faults: number
  hits: Hit[]
  verdicts: Verdict[]
  /** From the end of the process to its accepting connections, in ms. */
  awayMs: number[]
}

/** The callers of a run: as soon as one has hung up, the next one calls. */
export class Callers {
  readonly all: Caller[] = []
  readonly sessions: Sessions
  readonly #host: FaultHost
  readonly #manners: () => Manners
  readonly #lines: Promise<void>[] = []
  #goOn = true

  constructor(host: FaultHost, manners: () => Manners) {
    this.#host = host
    this.#manners = manners
    this.sessions = new Sessions(host.model)
  }

  open(lines: number, rampMs: number): void {
    for (let line = 0; line < lines; line++) {
      this.#lines.push(this.#keepCalling((rampMs * line) / lines))
    }
  }

  async #keepCalling(afterMs: number): Promise<void> {
    await sleep(afterMs)
    while (this.#goOn) {
      const caller = new Caller(this.#host, this.#manners())
      this.all.push(caller)
      await caller.over
    }
  }

  /** Nobody calls any more; resolves with what became of all calls. */
  async close(): Promise<Verdict[]> {
    this.#goOn = false
    await Promise.all(this.#lines)
    return Promise.all(
      this.all.map((caller) => judge(caller, this.sessions, this.#host.url, this.#host.breaks)),
    )
  }
}

export interface KillPlan {
  ending: Ending
  times: number
  calls: number
  /** That each caller has at most. */
  questions: number
  /** Between two of them, at least and at most; ms. */
  everyMs: readonly [number, number]
}

export async function measureKills(
  bundle: WorkerBundle,
  { ending, times, calls, questions, everyMs: [least, most] }: KillPlan,
): Promise<FaultResult> {
  const host = await FaultHost.start(bundle)
  try {
    const callers = new Callers(host, withUpTo(questions))
    callers.open(calls, 3_000)
    await sleep(1_500)
    const hits: Hit[] = []
    const awayMs: number[] = []
    for (let n = 0; n < times; n++) {
      await sleep(least + Math.random() * (most - least))
      const hit = hitsOf(callers.all)
      const restart = await host.restart(ending)
      awayMs.push(restart.acceptingAt - restart.endedAt)
      hits.push(...(await Promise.all(hit.map((one) => whenHeardAgain(one, restart)))))
    }
    return { faults: times, hits, verdicts: await callers.close(), awayMs }
  } finally {
    await host.close()
  }
}

/** Callers who have between one question and so many. */
export function withUpTo(questions: number): () => Manners {
  return () => ({
    questions: 1 + Math.floor(Math.random() * questions),
    pauseMs: Math.random() * 600,
  })
}

/** Every call that can still lose something, with where it is. */
function hitsOf(callers: readonly Caller[]): { caller: Caller; phase: Phase }[] {
  const now = performance.now()
  return callers
    .filter(({ isOnTheLine, hungUpAt }) => isOnTheLine || (hungUpAt ?? 0) > now - HANG_UP_MS)
    .map((caller) => ({ caller, phase: caller.phase }))
}

/** So long after it was hung up a call's record may not be delivered yet. */
const HANG_UP_MS = 1_000
/** What takes longer is too long, however long it takes. */
const HEARD_AGAIN_MS = 6_000

export async function whenHeardAgain(
  { caller, phase }: { caller: Caller; phase: Phase },
  { endedAt, acceptingAt }: Restart,
): Promise<Hit> {
  const giveUpAt = performance.now() + HEARD_AGAIN_MS
  const stream = () => caller.call.streams.find(({ startedAt }) => startedAt > endedAt)
  while (caller.isOnTheLine && performance.now() < giveUpAt) {
    const from = stream()?.startedAt
    const heardAt = caller.ear.soundsAt.find((at) => from !== undefined && at >= from)
    if (heardAt !== undefined) {
      const spokeUntil = caller.spokeUntil < heardAt ? caller.spokeUntil : 0
      return { phase, gapMs: heardAt - Math.max(acceptingAt, spokeUntil) }
    }
    await sleep(10)
  }
  return { phase, gapMs: caller.isOnTheLine ? Infinity : null }
}
