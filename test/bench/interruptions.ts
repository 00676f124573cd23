/**
 * Barge-in: how soon the carrier is told to be silent, and how exactly the model's memory is cut. The
 * phones are the full simulator's, which play audio at real pace and echo marks when they are due, at
 * the end of a network or of none.
 */
import type { ClearFacts, Network, SimulatedCall } from '../simulators/twilio/index.ts'
import { startTwilio, type TwilioSimulator } from '../simulators/twilio/index.ts'
import { type Interruption, InterruptedModel, type InterruptedSession } from './interruptedModel.ts'
import { type Spread, spreadOf } from './percentiles.ts'
import {
  AUTH_TOKEN,
  type Bundles,
  NUMBER,
  startProduct,
  startRelay,
  type SubjectName,
  withBoth,
} from './subjects.ts'
import type { RunningWorker } from './workerd.ts'

export interface InterruptionResult {
  interruptions: number
  /** From the model's speech event to `clear` at the carrier. */
  reactionMs: Spread
  /** Where the model was cut, against what the caller had really heard, without sign. */
  cutErrorMs: Spread
  /** The most by which the model was left with what the caller had not heard; 0 if never. */
  mostTooMuchMs: number
  /** Cuts that the model was never told of, or that lay beyond what it had said. */
  wrongCuts: number
  /** Pieces of an interrupted answer that reached the carrier after `clear`. */
  piecesAfterClear: number
}

/** What is between the phones and the Worker; `null`: nothing. */
export type Scene = Network | null

export interface SceneResult extends Record<SubjectName, InterruptionResult> {
  scene: Scene
}

export interface InterruptionPlan {
  scenes: readonly Scene[]
  calls: number
  /** Interruptions in each call. */
  times: number
}

const BYTES_PER_MS = 8
const REHEARSED_TIMES = 2

/** Product and relay carry their calls at the same time. */
export async function measureInterruptions(
  bundles: Bundles,
  { scenes, calls, times }: InterruptionPlan,
): Promise<SceneResult[]> {
  const lines = await withBoth((name) => openLine(bundles, name))
  try {
    // The first call is a rehearsal: code is loaded and compiled in it.
    await withBoth((name) => interrupt(lines[name], null, 1, REHEARSED_TIMES))
    const results: SceneResult[] = []
    for (const scene of scenes) {
      results.push({
        scene,
        ...(await withBoth((name) => interrupt(lines[name], scene, calls, times))),
      })
    }
    return results
  } finally {
    await withBoth((name) => closeLine(lines[name]))
  }
}

/** A Worker with its phones and its model. */
interface Line {
  worker: RunningWorker
  model: InterruptedModel
  twilio: TwilioSimulator
}

async function openLine(bundles: Bundles, name: SubjectName): Promise<Line> {
  const model = new InterruptedModel()
  const host = await model.host()
  const worker =
    name === 'product'
      ? await startProduct(bundles.product, host)
      : await startRelay(bundles.relay, host, 'relay')
  return {
    worker,
    model,
    twilio: await startTwilio({ authToken: AUTH_TOKEN, publicUrl: worker.url }),
  }
}

async function closeLine({ worker, model, twilio }: Line): Promise<void> {
  await twilio.close()
  await worker.stop()
  model.close()
}

async function interrupt(
  { twilio, model }: Line,
  scene: Scene,
  calls: number,
  times: number,
): Promise<InterruptionResult> {
  const place = async () => {
    const call = twilio.placeCall({
      to: NUMBER,
      capture: false,
      ...(scene ? { network: scene } : {}),
    })
    await call.until('streamStarted', 10_000)
    return [call, await model.nextSession()] as const
  }
  // All are there before the first one speaks: calls that are being set up take the machine's time.
  const placed: Awaited<ReturnType<typeof place>>[] = []
  for (let i = 0; i < calls; i++) placed.push(await place())
  const observed = await Promise.all(
    placed.map(async ([call, session]) => {
      const seen = await observe(call, session, times)
      // The model has nothing more to say, and the product would look for another one.
      call.hangUp()
      await call.ended
      return seen
    }),
  )
  return resultOf(observed.flat())
}

interface Observed {
  interruption: Interruption
  clear: ClearFacts
  heardMs: number
  piecesAfterClear: number
}

async function observe(
  call: SimulatedCall,
  session: InterruptedSession,
  times: number,
): Promise<Observed[]> {
  const audioAt: number[] = []
  call.on('agentAudio', (_payload, at) => audioAt.push(at))
  await session.converse(times).catch((error: unknown) => {
    throw new Error(`A call ended early, with ${JSON.stringify(call.said)} to the caller.`, {
      cause: error,
    })
  })
  while (call.clears.length < times) await call.until('cleared')
  return session.interruptions.map((interruption, n) => {
    const clear = call.clears[n]
    if (!clear) throw new Error(`The carrier was told ${call.clears.length} times to be silent.`)
    const playedBefore = call.clears[n - 1]?.playedBytes ?? 0
    const until = interruption.nextAnswerAt ?? Infinity
    return {
      interruption,
      clear,
      heardMs: (clear.playedBytes - playedBefore) / BYTES_PER_MS,
      piecesAfterClear: audioAt.filter((at) => at > clear.at && at < until).length,
    }
  })
}

function resultOf(all: readonly Observed[]): InterruptionResult {
  const errors = all.flatMap(({ interruption: { audioEndMs }, heardMs }) =>
    audioEndMs === null ? [] : [audioEndMs - heardMs],
  )
  return {
    interruptions: all.length,
    reactionMs: spreadOf(
      all.map(({ clear, interruption }) => clear.at - interruption.speechSentAt),
    ),
    cutErrorMs: spreadOf(errors.map(Math.abs)),
    mostTooMuchMs: Math.max(0, ...errors),
    wrongCuts: all.filter(({ interruption }) => isWrong(interruption)).length,
    piecesAfterClear: all.reduce((sum, { piecesAfterClear }) => sum + piecesAfterClear, 0),
  }
}

function isWrong({ audioEndMs, generatedMs }: Interruption): boolean {
  return audioEndMs === null || audioEndMs > generatedMs
}
