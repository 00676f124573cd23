/** The measured figures as lines of a table, each beside its target where it has one. */
import { type FirstWordResult, MODEL_OPEN_MS, STREAM_OPEN_MS } from './firstWord.ts'
import type { InterruptionResult } from './interruptions.ts'
import type { LevelResult } from './load.ts'
import type { SubjectName } from './subjects.ts'

export interface Measured {
  load: readonly LevelResult[]
  firstWord: Record<SubjectName, FirstWordResult>
  interruptions: InterruptionResult
}

/** One line: what was measured of the product, and of the relay where that is the same question. */
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
  reactionP99Ms: 5,
  cutP50Ms: 5,
  cutP90Ms: 40,
} as const

export function figuresOf({ load, firstWord, interruptions }: Measured): Figure[] {
  return [
    ...load.flatMap(loadFigures),
    ...firstWordFigures(firstWord),
    ...interruptionFigures(interruptions),
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

function interruptionFigures(result: InterruptionResult): Figure[] {
  const { reactionMs, cutErrorMs, wrongCuts, piecesAfterClear } = result
  return [
    alone("Barge-in: model's speech event to clear, p50", 'ms', reactionMs.p50),
    alone(
      "Barge-in: model's speech event to clear, p99",
      'ms',
      reactionMs.p99,
      TARGETS.reactionP99Ms,
    ),
    alone('Truncation against what was heard, p50', 'ms', cutErrorMs.p50, TARGETS.cutP50Ms),
    alone('Truncation against what was heard, p90', 'ms', cutErrorMs.p90, TARGETS.cutP90Ms),
    alone('Truncations missing or beyond what was said', '', wrongCuts, 0),
    alone('Pieces of an interrupted answer after clear', '', piecesAfterClear, 0),
  ]
}

function alone(metric: string, unit: string, value: number, atMostOfProduct?: number): Figure {
  return figure(metric, unit, value, { atMostOfProduct })
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

function figure(metric: string, unit: string, product: number, judged: Judgement): Figure {
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
