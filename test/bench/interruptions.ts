/**
 * Barge-in: how soon the carrier is told to be silent, and how exactly the model's memory is cut. The
 * phones are the full simulator's, which play audio at real pace and echo marks when they are due.
 */
import type { ClearFacts, SimulatedCall } from '../simulators/twilio/index.ts'
import { startTwilio } from '../simulators/twilio/index.ts'
import { type Interruption, InterruptedModel, type InterruptedSession } from './interruptedModel.ts'
import { type Spread, spreadOf } from './percentiles.ts'
import { AUTH_TOKEN, type Bundles, NUMBER, startProduct } from './subjects.ts'

export interface InterruptionResult {
  interruptions: number
  /** From the model's speech event to `clear` at the carrier. */
  reactionMs: Spread
  /** Where the model was cut, against what the caller had really heard, without sign. */
  cutErrorMs: Spread
  /** Cuts that the model was never told of, or that lay beyond what it had said. */
  wrongCuts: number
  /** Pieces of an interrupted answer that reached the carrier after `clear`. */
  piecesAfterClear: number
}

export interface InterruptionPlan {
  calls: number
  /** Interruptions in each call. */
  times: number
}

const BYTES_PER_MS = 8
const REHEARSED_TIMES = 2

export async function measureInterruptions(
  bundles: Bundles,
  plan: InterruptionPlan,
): Promise<InterruptionResult> {
  const model = new InterruptedModel()
  const worker = await startProduct(bundles.product, await model.host())
  const twilio = await startTwilio({ authToken: AUTH_TOKEN, publicUrl: worker.url })
  try {
    const place = async () => {
      const call = twilio.placeCall({ to: NUMBER, capture: false })
      await call.until('streamStarted', 10_000)
      return [call, await model.nextSession()] as const
    }
    // The first call is a rehearsal: code is loaded and compiled in it.
    const [rehearsal, session] = await place()
    await observe(rehearsal, session, REHEARSED_TIMES)
    rehearsal.hangUp()
    // All are there before the first one speaks: calls that are being set up take the machine's time.
    const placed: Awaited<ReturnType<typeof place>>[] = []
    for (let i = 0; i < plan.calls; i++) placed.push(await place())
    const observed = placed.map(([call, model]) => observe(call, model, plan.times))
    return resultOf((await Promise.all(observed)).flat())
  } finally {
    await twilio.close()
    await worker.stop()
    model.close()
  }
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
    audioEndMs === null ? [] : [Math.abs(audioEndMs - heardMs)],
  )
  return {
    interruptions: all.length,
    reactionMs: spreadOf(
      all.map(({ clear, interruption }) => clear.at - interruption.speechSentAt),
    ),
    cutErrorMs: spreadOf(errors),
    wrongCuts: all.filter(({ interruption }) => isWrong(interruption)).length,
    piecesAfterClear: all.reduce((sum, { piecesAfterClear }) => sum + piecesAfterClear, 0),
  }
}

function isWrong({ audioEndMs, generatedMs }: Interruption): boolean {
  return audioEndMs === null || audioEndMs > generatedMs
}
