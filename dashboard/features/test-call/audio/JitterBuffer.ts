interface MarkInQueue {
  name: string
  /** How many samples were queued, since the start, when the mark came: it is due once they are played. */
  at: number
}

/**
 * The far end of a phone line: queues what comes in bursts, plays it in real time, and tells when each
 * mark's audio was played. Playing starts once `startSamples` are queued, so that frames may come
 * late by that much, or once that much time has passed, so that short sounds are played too.
 */
export class JitterBuffer {
  readonly #startSamples: number
  #pieces: Float32Array[] = []
  /** Samples of the first piece that are played. */
  #offset = 0
  #queued = 0
  #played = 0
  #waited = 0
  #playing = false
  #marks: MarkInQueue[] = []

  constructor(startSamples: number) {
    this.#startSamples = startSamples
  }

  /** Samples that wait to be played. */
  get depth(): number {
    return this.#queued - this.#played
  }

  push(samples: Float32Array): void {
    if (samples.length === 0) return
    this.#pieces.push(samples)
    this.#queued += samples.length
  }

  /** Returns the mark at once when everything before it is played already. */
  mark(name: string): string[] {
    this.#marks.push({ name, at: this.#queued })
    return this.#dueMarks()
  }

  /** Fills `out`, with silence where nothing is to be played; returns the marks that are reached. */
  pull(out: Float32Array): string[] {
    out.fill(0)
    if (!this.#playing && !this.#mayStart(out.length)) return []
    this.#playing = true
    let filled = 0
    for (let piece = this.#pieces[0]; piece && filled < out.length; piece = this.#pieces[0]) {
      const part = piece.subarray(this.#offset, this.#offset + out.length - filled)
      out.set(part, filled)
      filled += part.length
      this.#offset += part.length
      if (this.#offset < piece.length) continue
      this.#pieces.shift()
      this.#offset = 0
    }
    this.#played += filled
    if (this.depth === 0) this.#stop()
    return this.#dueMarks()
  }

  /** Forgets what was not played; returns the marks that waited for it, as the carrier echoes them. */
  clear(): string[] {
    this.#pieces = []
    this.#offset = 0
    this.#played = this.#queued
    this.#stop()
    return this.#dueMarks()
  }

  #mayStart(elapsed: number): boolean {
    if (this.depth === 0) return false
    this.#waited += elapsed
    return this.depth >= this.#startSamples || this.#waited >= this.#startSamples
  }

  #stop(): void {
    this.#playing = false
    this.#waited = 0
  }

  #dueMarks(): string[] {
    const due = this.#marks.filter(({ at }) => at <= this.#played)
    this.#marks = this.#marks.slice(due.length)
    return due.map(({ name }) => name)
  }
}
