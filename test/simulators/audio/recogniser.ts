/**
 * Tells the phrases of a closed set apart by the sound of the whole sentence: MFCC frames aligned
 * with rendered examples by dynamic time warping. It understands nothing else, and says so.
 * https://en.wikipedia.org/wiki/Mel-frequency_cepstrum, https://en.wikipedia.org/wiki/Dynamic_time_warping
 */
import { PHRASES, PHRASE_NAMES, type PhraseName } from './phrases.ts'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from './speech.ts'
import { COEFFICIENTS, type Features, extractFeatures } from './features.ts'

/** The example voices. The caller's own makes the shipped recordings certain. */
const EXAMPLE_VOICES = [CALLER_VOICE, 'slt', 'kal'] as const

/** Farther than this from every example, it is another sentence. */
const FARTHEST = 2
/** The runner-up has to be this much farther than the best. */
const CLEAR_MARGIN = 1.12
/** A sentence this much longer or shorter than an example is not that phrase. */
const LONGEST_RATIO = 1.8

export interface Match {
  phrase: PhraseName
  /** Mean distance of aligned frames. */
  distance: number
}

/** The phrase this 8 kHz sound is; `null` when none is clearly the best. */
export function recognise(pcm: Int16Array): PhraseName | null {
  const [best, second] = rank(pcm)
  if (!best || best.distance > FARTHEST) return null
  if (second && second.distance < best.distance * CLEAR_MARGIN) return null
  return best.phrase
}

/** Every phrase with its distance, the nearest first. */
export function rank(pcm: Int16Array): Match[] {
  const heard = extractFeatures(pcm)
  if (heard.frames === 0) return []
  const nearest = new Map<PhraseName, number>()
  for (const { phrase, features } of allExamples()) {
    const distance = warpDistance(heard, features)
    nearest.set(phrase, Math.min(distance, nearest.get(phrase) ?? Infinity))
  }
  return [...nearest]
    .map(([phrase, distance]) => ({ phrase, distance }))
    .toSorted((a, b) => a.distance - b.distance)
}

const wanted = EXAMPLE_VOICES.flatMap((voice) => PHRASE_NAMES.map((phrase) => ({ voice, phrase })))
const examples: { phrase: PhraseName; features: Features }[] = []

/**
 * Renders one more example, some 60 ms of work.
 * @returns whether there are more to come.
 */
export function prepareNextExample(): boolean {
  const next = wanted.shift()
  if (!next) return false
  const heardByPhone = decodeMulaw(encodeMulaw(speak(PHRASES[next.phrase], next.voice)))
  examples.push({ phrase: next.phrase, features: extractFeatures(heardByPhone) })
  return wanted.length > 0
}

function allExamples() {
  while (prepareNextExample());
  return examples
}

/** The mean distance along the cheapest alignment, kept within a band around the diagonal. */
function warpDistance(a: Features, b: Features): number {
  const ratio = a.frames / b.frames
  if (ratio > LONGEST_RATIO || ratio < 1 / LONGEST_RATIO) return Infinity
  const band = Math.ceil(Math.max(a.frames, b.frames) * 0.2)
  let previous = new Float64Array(b.frames + 1).fill(Infinity)
  let current = new Float64Array(b.frames + 1)
  previous[0] = 0
  for (let i = 1; i <= a.frames; i++) {
    current.fill(Infinity)
    const middle = Math.round(i / ratio)
    const last = Math.min(b.frames, middle + band)
    for (let j = Math.max(1, middle - band); j <= last; j++) {
      const before = Math.min(previous[j]!, previous[j - 1]!, current[j - 1]!)
      current[j] = before + frameDistance(a, i - 1, b, j - 1)
    }
    ;[previous, current] = [current, previous]
  }
  return previous[b.frames]! / (a.frames + b.frames)
}

function frameDistance(a: Features, i: number, b: Features, j: number): number {
  let sum = 0
  const left = i * COEFFICIENTS
  const right = j * COEFFICIENTS
  for (let k = 0; k < COEFFICIENTS; k++) {
    const difference = a.values[left + k]! - b.values[right + k]!
    sum += difference * difference
  }
  return Math.sqrt(sum)
}
