/** Objects that are lost one at a time, while the others' calls go on. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerBundle } from '../bundles.ts'
import { FaultHost } from './host.ts'
import { Callers, type FaultResult, type Hit, withUpTo, whenHeardAgain } from './kills.ts'

export interface EvictionPlan {
  times: number
  calls: number
  questions: number
  everyMs: number
}

export interface EvictionResult extends FaultResult {
  /** Streams of calls whose objects were not lost that broke all the same. */
  othersBroken: number
}

/** The bundle needs a door to lose an object by. */
export async function measureEvictions(
  bundle: WorkerBundle,
  { times, calls, questions, everyMs }: EvictionPlan,
): Promise<EvictionResult> {
  const host = await FaultHost.start(bundle)
  try {
    const callers = new Callers(host, withUpTo(questions))
    callers.open(calls, 2_000)
    await sleep(1_500)
    const hits: Promise<Hit>[] = []
    for (let n = 0; n < times; n++) {
      await sleep(everyMs)
      const caller = anyOf(callers.all.filter(({ isOnTheLine }) => isOnTheLine))
      if (!caller) continue
      const { phase } = caller
      const endedAt = performance.now()
      caller.lostAt.push(endedAt)
      await host.lose(caller.call.callSid)
      hits.push(whenHeardAgain({ caller, phase }, { endedAt, acceptingAt: endedAt }))
    }
    const all = await Promise.all(hits)
    const verdicts = await callers.close()
    const broken = callers.all.map(({ call, lostAt }) => call.streams.length - 1 - lostAt.length)
    const othersBroken = broken.reduce((sum, more) => sum + Math.max(0, more), 0)
    return { faults: times, hits: all, verdicts, awayMs: [], othersBroken }
  } finally {
    await host.close()
  }
}

function anyOf<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)]
}
