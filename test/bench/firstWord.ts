/**
 * The first word: what the caller waits for it, and whether the model hears all that the caller said
 * meanwhile. The relay opens the model with the stream, so it also shows what bridges do that do.
 */
import { type Spread, spreadOf } from './percentiles.ts'
import {
  AUTH_TOKEN,
  type Bundles,
  NUMBER,
  SUBJECTS,
  type SubjectName,
  withSubjects,
} from './subjects.ts'

/** What a call's two ends take to open, as in reality. */
export const STREAM_OPEN_MS = 150
export const MODEL_OPEN_MS = 250

export interface FirstWordResult {
  /** From the webhook to the first audio of the agent's. */
  sinceWebhookMs: Spread
  /** From the open stream to the same. */
  sincePickUpMs: Spread
  /** The callers' frames: how many, and how many of them the model missed. */
  frames: number
  framesWrong: number
}

/** Calls one after another, product and relay in turn. */
export async function measureFirstWord(
  bundles: Bundles,
  calls: number,
): Promise<Record<SubjectName, FirstWordResult>> {
  return withSubjects(bundles, 'relay', async (subjects) => {
    const seen = { product: newTally(), relay: newTally() }
    // The first call of each is a rehearsal: code is loaded and compiled in it.
    for (let i = 0; i <= calls; i++) {
      for (const name of SUBJECTS) {
        const { worker, peers } = subjects[name]
        const { waited, problems } = await peers.place({
          calls: 1,
          phaseMs: 0,
          rampMs: 0,
          modelOpenDelayMs: MODEL_OPEN_MS,
          line: {
            origin: worker.url,
            authToken: AUTH_TOKEN,
            to: NUMBER,
            streamOpenDelayMs: STREAM_OPEN_MS,
          },
        })
        if (problems.length > 0) throw new Error(problems[0])
        const { framesSent, framesWrong } = await peers.hangUp()
        const tally = seen[name]
        if (i > 0) tally.waited.push(...waited)
        tally.frames += framesSent
        tally.framesWrong += framesWrong
      }
    }
    return { product: resultOf(seen.product), relay: resultOf(seen.relay) }
  })
}

interface Tally {
  waited: { sinceWebhookMs: number; sincePickUpMs: number }[]
  frames: number
  framesWrong: number
}

function newTally(): Tally {
  return { waited: [], frames: 0, framesWrong: 0 }
}

function resultOf({ waited, frames, framesWrong }: Tally): FirstWordResult {
  return {
    sinceWebhookMs: spreadOf(waited.map(({ sinceWebhookMs }) => sinceWebhookMs)),
    sincePickUpMs: spreadOf(waited.map(({ sincePickUpMs }) => sincePickUpMs)),
    frames,
    framesWrong,
  }
}
