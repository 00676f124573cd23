/** What an attack does to a call that runs beside it, to a webhook that comes in, and to memory. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { newSid } from '../../simulators/twilio/sid.ts'
import { sendWebhook } from '../../simulators/twilio/webhooks.ts'
import type { WorkerBundle } from '../bundles.ts'
import { Peers } from '../peers/index.ts'
import { spreadOf } from '../percentiles.ts'
import { usageOf } from '../processUsage.ts'
import { AUTH_TOKEN, NUMBER, startProduct } from '../subjects.ts'
import type { RunningWorker } from '../workerd.ts'
import type { Attack } from './attacks.ts'
import { type Command, type Report, reportSchema } from './protocol.ts'

export interface AttackPlan {
  /**
   * What the process has carried before. V8 gives back little of what it once took, and a new process takes it
   * for whatever comes first.
   */
  earlierCalls: number
  /** A quiet stretch and one under attack, so many times. */
  rounds: number
  stretchMs: number
  bytesPerSec: number
  /** After the last attack, until memory is looked at again. */
  restMs: number
}

/** What was seen in one stretch, in ms. */
interface Stretch {
  /** The longest that a frame of the call was on its way, in either direction. */
  longestSilenceMs: number
  /** The longest that a webhook waited for its answer. */
  longestWebhookMs: number
}

export interface AttackResult {
  name: string
  quiet: readonly Stretch[]
  attacked: readonly Stretch[]
  /** Of the medians over the rounds. */
  addedSilenceMs: number
  addedWebhookMs: number
  /** The most that the process had more than before, in MB, and what it still had after a rest. */
  memoryDuringMb: number
  memoryAfterMb: number
  framesWrong: number
  report: Report
}

/** A number that nobody answers: a webhook that is looked up and leaves no call behind. */
const UNKNOWN_NUMBER = '+12025550190'
const WEBHOOK_EVERY_MS = 250
const SAMPLE_EVERY_MS = 50
const EARLIER_RAMP_MS = 4_000
const EARLIER_STRETCHES = 3
/** Until the objects of those calls are put away, and the code of what is watched is warm. */
const WARM_STRETCHES = 2
const BYTES_PER_MB = 1_000_000

export async function measureAttack(
  bundle: WorkerBundle,
  attack: Attack,
  plan: AttackPlan,
): Promise<AttackResult> {
  const peers = await Peers.start()
  const worker = await startProduct(bundle, peers.modelHost, 'ignore')
  const attacker = fork(fileURLToPath(new URL('attacker.ts', import.meta.url)))
  try {
    const scene = { peers, worker, attacker }
    if (plan.earlierCalls > 0) {
      await placeCalls(scene, plan.earlierCalls, EARLIER_RAMP_MS)
      await sleep(EARLIER_STRETCHES * plan.stretchMs)
      await peers.hangUp()
    }
    await placeCalls(scene, 1, 0)
    for (let i = 0; i < WARM_STRETCHES; i++) await watch(scene, plan.stretchMs)
    return await measure(scene, attack, plan)
  } finally {
    attacker.disconnect()
    await worker.stop()
    peers.stop()
  }
}

interface Scene {
  peers: Peers
  worker: RunningWorker
  attacker: ChildProcess
}

async function measure(scene: Scene, attack: Attack, plan: AttackPlan): Promise<AttackResult> {
  const { peers, worker, attacker } = scene
  const { stretchMs, bytesPerSec } = plan
  const quiet: Stretch[] = []
  const attacked: Stretch[] = []
  const report: Report = { blows: 0, ends: {} }
  const before = usageOf(worker.pid).residentBytes
  const memory = watchMemory(worker.pid)
  for (let round = 0; round < plan.rounds; round++) {
    quiet.push(await watch(scene, stretchMs))
    await ask(attacker, { do: 'attack', name: attack.name, origin: worker.url, bytesPerSec })
    attacked.push(await watch(scene, stretchMs))
    add(report, reportSchema.parse(await ask(attacker, { do: 'stop' })))
  }
  const mostBytes = memory.stop()
  await sleep(plan.restMs)
  const after = usageOf(worker.pid).residentBytes
  const { framesWrong } = await peers.hangUp()
  const added = (pick: (stretch: Stretch) => number) =>
    medianOf(attacked, pick) - medianOf(quiet, pick)
  return {
    name: attack.name,
    quiet,
    attacked,
    addedSilenceMs: added(({ longestSilenceMs }) => longestSilenceMs),
    addedWebhookMs: added(({ longestWebhookMs }) => longestWebhookMs),
    memoryDuringMb: (mostBytes - before) / BYTES_PER_MB,
    memoryAfterMb: (after - before) / BYTES_PER_MB,
    framesWrong,
    report,
  }
}

async function placeCalls({ peers, worker }: Scene, calls: number, rampMs: number): Promise<void> {
  const line = { origin: worker.url, authToken: AUTH_TOKEN, to: NUMBER, streamOpenDelayMs: 0 }
  const plan = { calls, rampMs, phaseMs: 0, modelOpenDelayMs: 0, line }
  const { waited, problems } = await peers.place(plan)
  if (waited.length < calls) throw new Error(`A call was not answered: ${problems[0]}`)
}

/** What comes late is waited for, so that it is counted where it belongs. */
async function watch({ peers, worker }: Scene, ms: number): Promise<Stretch> {
  await peers.reset()
  const webhooks: Promise<number>[] = []
  for (const endsAt = performance.now() + ms; performance.now() < endsAt;) {
    webhooks.push(timeWebhook(worker.url))
    await sleep(WEBHOOK_EVERY_MS)
  }
  const waited = await Promise.all(webhooks)
  const { callerToModelMs, modelToCallerMs } = await peers.figures()
  return {
    longestSilenceMs: Math.max(callerToModelMs.max, modelToCallerMs.max),
    longestWebhookMs: Math.max(...waited),
  }
}

async function timeWebhook(origin: string): Promise<number> {
  const params = { CallSid: newSid('CA'), From: '+12025550199', To: UNKNOWN_NUMBER }
  const customer = { authToken: AUTH_TOKEN, publicUrl: origin, connectTo: origin }
  const askedAt = performance.now()
  const webhook = { url: `${origin}/twilio/voice`, method: 'POST' as const, params }
  const { status } = await sendWebhook(customer, webhook)
  if (status !== 200) throw new Error(`A webhook was answered with ${status}.`)
  return performance.now() - askedAt
}

function watchMemory(pid: number): { stop(): number } {
  let most = 0
  const look = () => {
    most = Math.max(most, usageOf(pid).residentBytes)
  }
  const timer = setInterval(look, SAMPLE_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      look()
      return most
    },
  }
}

async function ask(attacker: ChildProcess, command: Command): Promise<unknown> {
  attacker.send(command)
  const [reply] = await once(attacker, 'message')
  return reply
}

function add(total: Report, { blows, ends }: Report): void {
  total.blows += blows
  for (const [end, times] of Object.entries(ends)) {
    total.ends[end] = (total.ends[end] ?? 0) + times
  }
}

function medianOf(stretches: readonly Stretch[], pick: (stretch: Stretch) => number): number {
  return spreadOf(stretches.map(pick)).p50
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
