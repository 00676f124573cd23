/** Many calls that are lost in the same moment, and many that go on for long. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerBundle } from '../bundles.ts'
import { usageOf } from '../processUsage.ts'
import { FaultHost } from './host.ts'
import { Callers, type FaultResult, withUpTo, whenHeardAgain } from './kills.ts'
import type { Verdict } from './judge.ts'

/** From the first call to the kill, in ms: all are in the middle of their talk. */
const SETTLED_MS = 9_000
const RAMP_MS = 5_000

/** One kill of a process that carries so many calls. */
export async function measureCrowd(bundle: WorkerBundle, calls: number): Promise<FaultResult> {
  const host = await FaultHost.start(bundle)
  try {
    const callers = new Callers(host, () => ({ questions: 4, pauseMs: 200 }))
    callers.open(calls, RAMP_MS)
    await sleep(SETTLED_MS)
    const hit = callers.all.filter(({ isOnTheLine }) => isOnTheLine)
    const phases = hit.map((caller) => ({ caller, phase: caller.phase }))
    const restart = await host.restart('kill')
    const hits = await Promise.all(phases.map((one) => whenHeardAgain(one, restart)))
    const verdicts = await callers.close()
    return { faults: 1, hits, verdicts, awayMs: [restart.acceptingAt - restart.endedAt] }
  } finally {
    await host.close()
  }
}

export interface SoakResult {
  verdicts: Verdict[]
  /** Resident memory once it is warm, and what was added to it by the end; MB. */
  warmMb: number
  addedMb: number
}

const SAMPLE_MS = 2_000

/** So many calls at once for so long, one after the other, without any fault. */
export async function measureSoak(
  bundle: WorkerBundle,
  { calls, lastsMs }: { calls: number; lastsMs: number },
): Promise<SoakResult> {
  const host = await FaultHost.start(bundle)
  try {
    const callers = new Callers(host, withUpTo(5))
    callers.open(calls, 2_000)
    const samples: number[] = []
    for (let at = 0; at < lastsMs; at += SAMPLE_MS) {
      await sleep(SAMPLE_MS)
      samples.push(usageOf(host.pid).residentBytes / 1e6)
    }
    const verdicts = await callers.close()
    // The first third compiles, and fills what is kept.
    const third = Math.ceil(samples.length / 3)
    const warmMb = medianOf(samples.slice(third, 2 * third))
    return { verdicts, warmMb, addedMb: medianOf(samples.slice(2 * third)) - warmMb }
  } finally {
    await host.close()
  }
}

function medianOf(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0
}
