/** Utterances on noisy lines, each with where in the sound it is. */
import { lineSound } from '../../simulators/audio/lineSounds.ts'
import { clip, gainOf, levelOf, randomSequence } from '../../simulators/audio/sounds.ts'
import { SPEECH_HZ, utter } from '../../simulators/audio/speech.ts'

export interface Utterance {
  text: string
  /** One of Flite's. */
  voice: string
  /** 2 is twice as fast. */
  speed: number
  /** In dBov, while it lasts. */
  levelDb: number
  /** How long there is nothing but noise before. */
  beforeMs: number
  seed: number
}

/** A call with one utterance, and when that begins and ends. */
export interface SpokenCall {
  pcm: Int16Array
  fromMs: number
  toMs: number
}

const VOICES = ['slt', 'rms', 'awb', 'kal'] as const
const AFTER_MS = 1_500
const SAMPLES_PER_MS = SPEECH_HZ / 1000

/** Each sentence in each voice, at a rate and a loudness that chance has chosen. */
export function utterancesOf(sentences: readonly string[]): Utterance[] {
  const chance = randomSequence(20)
  return sentences.flatMap((text) =>
    VOICES.map((voice) => ({
      text,
      voice,
      speed: 0.85 + 0.35 * chance(),
      levelDb: -38 + 20 * chance(),
      beforeMs: 1_000 + 1_000 * chance(),
      seed: 1 + Math.floor(1e6 * chance()),
    })),
  )
}

/** `snrDb`: how much louder the speech is than the pink noise, which goes on all the time. */
export function spokenCall(utterance: Utterance, snrDb: number): SpokenCall {
  const { text, voice, speed, levelDb, seed } = utterance
  const { pcm: speech, words } = utter(text, voice, speed)
  const [startMs, endMs] = [words[0]?.startMs ?? 0, words.at(-1)?.endMs ?? 0]
  const spoken = speech.subarray(startMs * SAMPLES_PER_MS, endMs * SAMPLES_PER_MS)
  const gain = gainOf(levelDb - levelOf(spoken))
  const before = Math.round(utterance.beforeMs * SAMPLES_PER_MS)
  const lastsMs = utterance.beforeMs + endMs + AFTER_MS
  const noise = lineSound('pink noise', lastsMs, levelDb - snrDb, seed)
  const pcm = noise.map((sample, n) => clip(sample + gain * (speech[n - before] ?? 0)))
  return { pcm, fromMs: utterance.beforeMs + startMs, toMs: utterance.beforeMs + endMs }
}
