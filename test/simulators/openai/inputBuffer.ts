/** The input audio buffer: 8 kHz samples by their time since the session's first one. */
const SAMPLES_PER_MS = 8

/** A sample beyond this is more than the noise of a quiet line. */
const LOUD = 500

export class InputBuffer {
  readonly #keep: boolean
  #chunks: { startMs: number; pcm: Int16Array }[] = []
  #samples = 0
  #heldFromMs = 0
  #loudUntilMs = 0

  /** `keep` false counts the time and forgets the sound. */
  constructor(keep: boolean) {
    this.#keep = keep
  }

  /** All audio appended in this session. */
  get appendedMs(): number {
    return this.#samples / SAMPLES_PER_MS
  }

  /** What a commit would take. */
  get heldMs(): number {
    return this.appendedMs - this.#heldFromMs
  }

  get heldFromMs(): number {
    return this.#heldFromMs
  }

  append(pcm: Int16Array): void {
    if (this.#keep) this.#chunks.push({ startMs: this.appendedMs, pcm })
    this.#samples += pcm.length
    if (pcm.some((sample) => Math.abs(sample) > LOUD)) this.#loudUntilMs = this.appendedMs
  }

  /** Whether there was any sound after this time. */
  isLoudAfter(ms: number): boolean {
    return this.#loudUntilMs > ms
  }

  /** Forgets everything before the time. */
  dropBefore(ms: number): void {
    this.#heldFromMs = Math.min(this.appendedMs, Math.max(ms, this.#heldFromMs))
    const gone = this.#chunks.findIndex(
      ({ startMs, pcm }) => startMs + pcm.length / SAMPLES_PER_MS > this.#heldFromMs,
    )
    this.#chunks = gone < 0 ? [] : this.#chunks.slice(gone)
  }

  /** The sound between two times, as far as it is held. */
  slice(fromMs: number, toMs: number): Int16Array {
    const pieces = this.#chunks.map(({ startMs, pcm }) =>
      pcm.subarray(
        Math.max(0, Math.round((fromMs - startMs) * SAMPLES_PER_MS)),
        Math.max(0, Math.round((toMs - startMs) * SAMPLES_PER_MS)),
      ),
    )
    const sound = new Int16Array(pieces.reduce((total, piece) => total + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      sound.set(piece, at)
      at += piece.length
    }
    return sound
  }
}
