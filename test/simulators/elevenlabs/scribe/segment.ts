/** The sound since the last commit, and what it says. Time is in ms of audio since the session began. */
import { PHRASES } from '../../audio/phrases.ts'
import type { Deps } from '../deps.ts'

const SAMPLES_PER_MS = 8
/** What is kept of the quiet before speech: a net needs a moment to be certain. */
const KEPT_MS = 700
const PREFIX_MS = 300
/** About how long a word takes to say. */
const WORD_MS = 300
/** What ears say that hear somebody speak and do not know yet what. */
const SOMETHING = '…'

export class Segment {
  readonly beganAtMs: number
  readonly #deps: Deps
  #chunks: { atMs: number; pcm: Int16Array }[] = []
  #speechFromMs: number | null = null
  #script: string | undefined
  /** What was understood at the last pause; what came after it is quiet. */
  #guess: Promise<string> | null = null

  constructor(beganAtMs: number, deps: Deps) {
    this.beganAtMs = beganAtMs
    this.#deps = deps
  }

  get hasSpeech(): boolean {
    return this.#speechFromMs !== null
  }

  append(pcm: Int16Array, atMs: number): void {
    this.#chunks.push({ atMs, pcm })
    if (this.#speechFromMs !== null) return
    const gone = this.#chunks.findIndex((chunk) => endOf(chunk) > atMs - KEPT_MS)
    this.#chunks = this.#chunks.slice(Math.max(0, gone))
  }

  speechBegins(atMs: number): void {
    this.#guess = null
    if (this.#speechFromMs !== null) return
    this.#speechFromMs = Math.max(this.beganAtMs, atMs - PREFIX_MS)
    this.#script = this.#deps.nextUnderstanding()
  }

  /** What can be told while somebody speaks. */
  soFar(nowMs: number): string {
    if (this.#script === undefined) return SOMETHING
    const words = this.#script.match(/\s*\S+/g) ?? []
    const spokenMs = nowMs - (this.#speechFromMs ?? nowMs)
    return words.slice(0, Math.max(1, Math.floor(spokenMs / WORD_MS))).join('')
  }

  /** What was said up to then; a long pause is a good moment to ask. */
  text(toMs: number): Promise<string> {
    if (this.#speechFromMs === null) return Promise.resolve('')
    if (this.#script !== undefined) return Promise.resolve(this.#script)
    this.#guess ??= this.#understand(toMs)
    return this.#guess
  }

  async #understand(toMs: number): Promise<string> {
    const fromMs = this.#speechFromMs ?? toMs
    const phrase = await this.#deps.recognise(this.#slice(fromMs, toMs))
    return phrase ? PHRASES[phrase] : `(${((toMs - fromMs) / 1000).toFixed(1)} seconds of speech)`
  }

  #slice(fromMs: number, toMs: number): Int16Array {
    const pieces = this.#chunks.map(({ atMs, pcm }) =>
      pcm.subarray(
        Math.max(0, Math.round((fromMs - atMs) * SAMPLES_PER_MS)),
        Math.max(0, Math.round((toMs - atMs) * SAMPLES_PER_MS)),
      ),
    )
    const whole = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }
}

const endOf = ({ atMs, pcm }: { atMs: number; pcm: Int16Array }): number =>
  atMs + pcm.length / SAMPLES_PER_MS
