/** A part tried alone, outside a call: what it does with one line, and how long it takes. */
import type { TriedBrain } from '../../../convex/model/api.ts'
import { PartError } from '../../call/PartError.ts'
import type { Brain, BrainQuestion, Mouth } from '../../call/ports.ts'
import { PlainError } from '../../lib/PlainError.ts'

/** How long a part may take, in ms: somebody looks at the page. */
export const TRIAL_MS = 15_000

const LATE = `It was not done within ${TRIAL_MS / 1000} seconds.`

interface Clock {
  now(): number
  signal: AbortSignal
}

/** Asks a brain one question; what goes wrong is part of the answer. */
export async function tryBrain(
  brain: Brain,
  { key, instructions, text }: Pick<BrainQuestion, 'key' | 'instructions'> & { text: string },
  { now, signal }: Clock,
): Promise<TriedBrain> {
  const startedAt = now()
  const tried: TriedBrain = { problem: null, text: '', firstMs: null, totalMs: 0 }
  const question: BrainQuestion = {
    key,
    attempt: 1,
    supersedes: null,
    instructions,
    history: [{ kind: 'caller', text }],
    tools: [],
    toolChoice: 'none',
  }
  try {
    for await (const piece of brain.answer(question, signal)) {
      if (piece.type === 'text') {
        tried.firstMs ??= now() - startedAt
        tried.text += piece.delta
      }
      if (piece.type === 'incomplete') tried.problem = piece.detail
    }
    if (tried.text.trim() === '') tried.problem ??= 'It answered without words.'
  } catch (error) {
    tried.problem = sentenceOf(error, signal)
  }
  return { ...tried, totalMs: now() - startedAt }
}

export interface Spoken {
  /** µ-law, 8 kHz. */
  audio: Uint8Array
  /** Until the first sound, in ms. */
  firstMs: number
}

/** Lets a mouth say one line. Throws a `PlainError` when it does not. */
export async function tryMouth(
  mouth: Mouth,
  text: string,
  { now, signal }: Clock,
): Promise<Spoken> {
  const startedAt = now()
  const pieces: Uint8Array[] = []
  let firstMs = 0
  try {
    for await (const piece of mouth.say(once(text), signal)) {
      if (piece.type !== 'audio') continue
      if (pieces.length === 0) firstMs = now() - startedAt
      pieces.push(Uint8Array.from(atob(piece.payload), (byte) => byte.charCodeAt(0)))
    }
  } catch (error) {
    throw new PlainError(sentenceOf(error, signal))
  } finally {
    mouth.close()
  }
  if (pieces.length === 0) throw new PlainError('It said nothing.')
  return { audio: joined(pieces), firstMs }
}

async function* once(text: string): AsyncGenerator<string, void> {
  yield text
}

function sentenceOf(error: unknown, signal: AbortSignal): string {
  if (error instanceof PartError) return error.failure.cause
  if (error instanceof PlainError) return error.message
  if (signal.aborted) return LATE
  throw error
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
