/** Many calls that begin at once: what their callers wait until the webhook is answered. */
import { type Spread, spreadOf } from './percentiles.ts'
import {
  AUTH_TOKEN,
  type Bundles,
  inTurn,
  NUMBER,
  type Subject,
  type SubjectName,
  withSubjects,
} from './subjects.ts'

export interface BurstPlan {
  calls: number
  withinMs: number
}

export interface BurstResult extends Record<SubjectName, BurstOutcome> {
  plan: BurstPlan
}

interface BurstOutcome {
  /** From the webhook's request to its answer. */
  webhookMs: Spread
  /** Calls in which the agent was never heard. */
  callsFailed: number
}

/** Product and relay in turn, each in a fresh process that has carried one call. */
export function measureBurst(bundles: Bundles, plan: BurstPlan): Promise<BurstResult> {
  return withSubjects(bundles, 'relay', async (subjects) => ({
    plan,
    ...(await inTurn((name) => burst(subjects[name], plan))),
  }))
}

async function burst(
  { worker, peers, phaseMs }: Subject,
  { calls, withinMs }: BurstPlan,
): Promise<BurstOutcome> {
  const line = { origin: worker.url, authToken: AUTH_TOKEN, to: NUMBER, streamOpenDelayMs: 0 }
  const place = (calls: number, rampMs: number) =>
    peers.place({ calls, rampMs, phaseMs, modelOpenDelayMs: 0, line })
  // The first call is a rehearsal: code is loaded and compiled in it.
  await place(1, 0)
  await peers.hangUp()
  const { waited, problems } = await place(calls, withinMs)
  await peers.hangUp()
  return {
    webhookMs: spreadOf(waited.map(({ webhookMs }) => webhookMs)),
    callsFailed: problems.length,
  }
}
