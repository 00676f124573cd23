/** The measured figures as lines of a table, each beside its target where it has one. */
import { type FirstWordResult, MODEL_OPEN_MS, STREAM_OPEN_MS } from './firstWord.ts'
import type { Scene, SceneResult } from './interruptions.ts'
import type { LevelResult } from './load.ts'
import type { Spread } from './percentiles.ts'
import type { SubjectName } from './subjects.ts'

export interface Measured {
  load: readonly LevelResult[]
  firstWord: Record<SubjectName, FirstWordResult> | null
  interruptions: readonly SceneResult[]
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
  cpuRatio: 1.25,
  addedMedianMs: 0.3,
  firstAudioMs: 280,
  reactionAddedMs: 0.2,
  reactionP99Ms: 5,
  /** Over a steady network, or none. */
  cutP50Ms: 5,
  cutP90Ms: 20,
  /** With at most 10 ms of jitter. */
  cutJitterP90Ms: 25,
} as const

export function figuresOf({ load, firstWord, interruptions }: Measured): Figure[] {
  return [
    ...load.flatMap(loadFigures),
    ...(firstWord ? firstWordFigures(firstWord) : []),
    ...interruptions.flatMap(interruptionFigures),
  ]
}

function loadFigures({ calls, product, relay }: LevelResult): Figure[] {
  const at = calls === 1 ? '1 call' : `${calls} calls`
  const ratio = (metric: string, unit: string, a: number, b: number, atMost?: number) =>
    figure(`${at}: ${metric}`, unit, a, { relay: b, by: 'ratio', atMost })
  const added = (metric: string, a: number, b: number, atMost?: number) =>
    figure(`${at}: ${metric}`, 'ms', a, { relay: b, by: 'difference', atMost })
  const toModel = [product.callerToModelMs, relay.callerToModelMs] as const
  const toCaller = [product.modelToCallerMs, relay.modelToCallerMs] as const
  const median = TARGETS.addedMedianMs
  return [
    ratio(
      'CPU per call-minute',
      'ms',
      product.cpuMsPerCallMinute,
      relay.cpuMsPerCallMinute,
      TARGETS.cpuRatio,
    ),
    ratio('CPU to set a call up', 'ms', product.cpuMsPerSetUp, relay.cpuMsPerSetUp),
    ratio('memory per call', 'KiB', product.memoryKibPerCall, relay.memoryKibPerCall),
    added('caller to model, p50', toModel[0].p50, toModel[1].p50, median),
    added('caller to model, p99', toModel[0].p99, toModel[1].p99),
    added('model to caller, p50', toCaller[0].p50, toCaller[1].p50, median),
    added('model to caller, p99', toCaller[0].p99, toCaller[1].p99),
    figure(`${at}: calls that failed`, '', product.callsFailed, {
      relay: relay.callsFailed,
      atMostOfProduct: 0,
    }),
    lost(`${at}: caller frames lost or changed`, product.framesWrong, relay.framesWrong),
  ]
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
  const value = relay === null ? null : by === 'ratio' ? product / relay : product - relay
  const compared = by && value !== null ? { by, value } : null
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
