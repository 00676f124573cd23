/** The measured figures as lines of a table, each beside its target where it has one. */
import type { BurstResult } from './burst.ts'
import { type FirstWordResult, MODEL_OPEN_MS, STREAM_OPEN_MS } from './firstWord.ts'
import type { Scene, SceneResult } from './interruptions.ts'
import type { LevelResult, LoadResult } from './load.ts'
import { type Spread, spreadOf } from './percentiles.ts'
import type { Beside, SubjectName } from './subjects.ts'

export interface Measured {
  /** What the load stands beside. */
  beside: Beside
  load: readonly LevelResult[]
  firstWord: Record<SubjectName, FirstWordResult> | null
  interruptions: readonly SceneResult[]
  burst: BurstResult | null
}

/**
 * One line: what was measured of the product, and of the relay, or of what else it stands beside, where
 * that is the same question.
 */
export interface Figure {
  metric: string
  unit: string
  product: number
  relay: number | null
  /** How the two are compared, if they are. */
  compared: { by: 'ratio' | 'difference'; value: number } | null
  target: Target | null
}

export interface Target {
  /** What must not be more than the limit. */
  of: 'product' | 'compared'
  atMost: number
  reached: boolean
}

/** To reach, in the unit of the figure. */
const TARGETS = {
  cpuRatio: { relay: 1.15, copier: 1.25 },
  /** At a hundred calls. */
  memoryRatio: 1.2,
  addedMedianMs: 0.3,
  /** From model to caller at fifty calls, p99. */
  tailRatio: 1.3,
  firstAudioMs: 265,
  /** Until the webhook of one of a hundred calls within a second is answered, p50. */
  burstWebhookMs: 500,
  reactionAddedMs: 0.2,
  reactionP99Ms: 5,
  /** Over a steady network, or none. */
  cutP50Ms: 5,
  cutP90Ms: 20,
  /** With at most 10 ms of jitter. */
  cutJitterP90Ms: 25,
} as const

export function figuresOf({ beside, load, firstWord, interruptions, burst }: Measured): Figure[] {
  return [
    ...load.flatMap((level) => loadFigures(level, beside)),
    ...(firstWord ? firstWordFigures(firstWord) : []),
    ...interruptions.flatMap(interruptionFigures),
    ...(burst ? burstFigures(burst) : []),
  ]
}

function loadFigures({ calls, rounds }: LevelResult, beside: Beside): Figure[] {
  const level = calls === 1 ? '1 call' : `${calls} calls`
  const at = beside === 'relay' ? level : `${level}, beside a copier`
  const compared = (
    metric: string,
    unit: string,
    by: 'ratio' | 'difference',
    pick: (result: LoadResult) => number,
    atMost?: number,
  ) => inRounds(`${at}: ${metric}`, unit, rounds, by, pick, atMost)
  const sum = (pick: (result: LoadResult) => number) => ({
    product: rounds.reduce((total, { product }) => total + pick(product), 0),
    relay: rounds.reduce((total, { relay }) => total + pick(relay), 0),
  })
  const failed = sum(({ callsFailed }) => callsFailed)
  const wrong = sum(({ framesWrong }) => framesWrong)
  const added = TARGETS.addedMedianMs
  const cpu = TARGETS.cpuRatio[beside]
  const isRelay = beside === 'relay'
  const memory = isRelay && calls === 100 ? TARGETS.memoryRatio : undefined
  const tail = isRelay && calls === 50 ? TARGETS.tailRatio : undefined
  return [
    compared('CPU per call-minute', 'ms', 'ratio', (one) => one.cpuMsPerCallMinute, cpu),
    compared('CPU to set a call up', 'ms', 'ratio', (one) => one.cpuMsPerSetUp),
    compared('memory per call', 'KiB', 'ratio', (one) => one.memoryKibPerCall, memory),
    compared('caller to model, p50', 'ms', 'difference', (one) => one.callerToModelMs.p50, added),
    compared('caller to model, p99', 'ms', 'ratio', (one) => one.callerToModelMs.p99),
    compared('model to caller, p50', 'ms', 'difference', (one) => one.modelToCallerMs.p50, added),
    compared('model to caller, p99', 'ms', 'ratio', (one) => one.modelToCallerMs.p99, tail),
    figure(`${at}: calls that failed`, '', failed.product, {
      relay: failed.relay,
      atMostOfProduct: 0,
    }),
    lost(`${at}: caller frames lost or changed`, wrong.product, wrong.relay),
  ]
}

/** The medians of several rounds; the two are compared round by round, as what disturbs one disturbs the other. */
function inRounds(
  metric: string,
  unit: string,
  rounds: LevelResult['rounds'],
  by: 'ratio' | 'difference',
  pick: (result: LoadResult) => number,
  atMost: number | undefined,
): Figure {
  const pairs = rounds.map(({ product, relay }) => ({ product: pick(product), relay: pick(relay) }))
  const value = median(pairs.map((pair) => comparedBy(by, pair.product, pair.relay)))
  return {
    metric,
    unit,
    product: median(pairs.map(({ product }) => product)),
    relay: median(pairs.map(({ relay }) => relay)),
    compared: { by, value },
    target: targetOf('compared', value, atMost),
  }
}

function median(values: readonly number[]): number {
  return spreadOf(values).p50
}

function comparedBy(by: 'ratio' | 'difference', product: number, relay: number): number {
  return by === 'ratio' ? product / relay : product - relay
}

function firstWordFigures({ product, relay }: Record<SubjectName, FirstWordResult>): Figure[] {
  const opening = `stream ${STREAM_OPEN_MS} ms, model ${MODEL_OPEN_MS} ms`
  return [
    figure(`First audio after the webhook (${opening}), p50`, 'ms', product.sinceWebhookMs.p50, {
      relay: relay.sinceWebhookMs.p50,
      by: 'difference',
      atMostOfProduct: TARGETS.firstAudioMs,
    }),
    figure('First audio after the webhook, max', 'ms', product.sinceWebhookMs.max, {
      relay: relay.sinceWebhookMs.max,
      by: 'difference',
    }),
    figure('First word after pick-up, p50', 'ms', product.sincePickUpMs.p50, {
      relay: relay.sincePickUpMs.p50,
      by: 'difference',
    }),
    lost("The caller's first frames lost or changed", product.framesWrong, relay.framesWrong),
  ]
}

function interruptionFigures({ scene, product, relay }: SceneResult): Figure[] {
  const over = `Barge-in, ${nameOf(scene)}:`
  const { p50, p90 } = cutTargets(scene)
  const beside = (metric: string, a: number, b: number, atMostOfProduct?: number) =>
    figure(`${over} ${metric}`, 'ms', a, { relay: b, by: 'difference', atMostOfProduct })
  const none = (metric: string, a: number, b: number) =>
    figure(`${over} ${metric}`, '', a, { relay: b, atMostOfProduct: 0 })
  const cut = 'truncation against what was heard,'
  return [
    ...(scene ? [] : reactionFigures(product.reactionMs, relay.reactionMs)),
    beside(`${cut} p50`, product.cutErrorMs.p50, relay.cutErrorMs.p50, p50),
    beside(`${cut} p90`, product.cutErrorMs.p90, relay.cutErrorMs.p90, p90),
    beside(`${cut} most too much`, product.mostTooMuchMs, relay.mostTooMuchMs),
    none('truncations missing or beyond what was said', product.wrongCuts, relay.wrongCuts),
    none(
      'pieces of an interrupted answer after clear',
      product.piecesAfterClear,
      relay.piecesAfterClear,
    ),
  ]
}

function burstFigures({ plan, product, relay }: BurstResult): Figure[] {
  const at = `${plan.calls} calls within ${plan.withinMs} ms:`
  return [
    figure(`${at} webhook, p50`, 'ms', product.webhookMs.p50, {
      relay: relay.webhookMs.p50,
      by: 'difference',
      atMostOfProduct: TARGETS.burstWebhookMs,
    }),
    figure(`${at} webhook, p99`, 'ms', product.webhookMs.p99, {
      relay: relay.webhookMs.p99,
      by: 'difference',
    }),
    figure(`${at} calls that failed`, '', product.callsFailed, {
      relay: relay.callsFailed,
      atMostOfProduct: 0,
    }),
  ]
}

/** A network's own delay would only be added to both. */
function reactionFigures(product: Spread, relay: Spread): Figure[] {
  const metric = "Barge-in: model's speech event to clear,"
  return [
    figure(`${metric} p50`, 'ms', product.p50, {
      relay: relay.p50,
      by: 'difference',
      atMost: TARGETS.reactionAddedMs,
    }),
    figure(`${metric} p99`, 'ms', product.p99, {
      relay: relay.p99,
      by: 'difference',
      atMostOfProduct: TARGETS.reactionP99Ms,
    }),
  ]
}

function nameOf(scene: Scene): string {
  if (!scene) return 'no network'
  const jitter = scene.jitterMs ? `, jitter ${scene.jitterMs} ms` : ''
  return `${scene.downMs} ms each way${jitter}${scene.stalls ? ', stalls' : ''}`
}

/** Nobody can know of a stall before it is over. */
function cutTargets(scene: Scene): { p50?: number; p90?: number } {
  if (scene?.stalls || (scene?.jitterMs ?? 0) > 10) return {}
  if (scene?.jitterMs) return { p90: TARGETS.cutJitterP90Ms }
  return { p50: TARGETS.cutP50Ms, p90: TARGETS.cutP90Ms }
}

function lost(metric: string, product: number, relay: number): Figure {
  return figure(metric, 'frames', product, { relay, atMostOfProduct: 0 })
}

interface Judgement {
  relay?: number
  by?: 'ratio' | 'difference'
  atMost?: number | undefined
  atMostOfProduct?: number | undefined
}

/** One line, judged as `judged` says. */
export function figure(metric: string, unit: string, product: number, judged: Judgement): Figure {
  const { relay = null, by, atMost, atMostOfProduct } = judged
  const compared = by && relay !== null ? { by, value: comparedBy(by, product, relay) } : null
  const target =
    targetOf('compared', compared?.value, atMost) ?? targetOf('product', product, atMostOfProduct)
  return { metric, unit, product, relay, compared, target }
}

function targetOf(
  of: Target['of'],
  value: number | undefined,
  atMost: number | undefined,
): Target | null {
  if (atMost === undefined || value === undefined) return null
  return { of, atMost, reached: value <= atMost }
}
