import { FRAME_MS } from '../lib/base64Audio.ts'

/** Ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 10_000 / FRAME_MS
/** What a frame of 20 ms takes, in letters of base64. */
const FRAME_LETTERS = 216
/** No carrier sends so much at once. */
const LONGEST_FRAME = 8 * FRAME_LETTERS

const decoder = new TextDecoder()

/**
 * What the caller has said since an engine last gave a sign of life, the oldest frames left out. Every
 * engine that is opened meanwhile gets all of it, as what was given to one that never listened, or went
 * dark, is lost with it. Frames are copied into one buffer for each call: kept as strings for seconds, all
 * frames of all calls would be moved about by the garbage collector.
 */
export class CallerAudio {
  /** How many letters there is room for in each frame. */
  #room = FRAME_LETTERS
  #letters = new Uint8Array(0)
  readonly #lengths = new Uint16Array(KEPT_FRAMES)
  /** Of the oldest frame. */
  #first = 0
  #count = 0

  /** Keeps a frame, base64 µ-law; one that is far too long is left out. */
  keep(payload: string): void {
    if (payload.length > LONGEST_FRAME) return
    if (payload.length > this.#room || this.#letters.length === 0) this.#makeRoom(payload.length)
    const slot = (this.#first + this.#count) % KEPT_FRAMES
    const at = slot * this.#room
    const letters = this.#letters
    // A call into the platform for each frame takes ten times as long.
    for (let n = 0; n < payload.length; n++) letters[at + n] = payload.charCodeAt(n)
    this.#lengths[slot] = payload.length
    if (this.#count < KEPT_FRAMES) this.#count += 1
    else this.#first = (this.#first + 1) % KEPT_FRAMES
  }

  #makeRoom(letters: number): void {
    const { frames } = this
    this.#room = Math.max(this.#room, letters)
    this.#letters = new Uint8Array(KEPT_FRAMES * this.#room)
    this.clear()
    for (const frame of frames) this.keep(frame)
  }

  /** The oldest first. */
  get frames(): string[] {
    return Array.from({ length: this.#count }, (_, n) => {
      const slot = (this.#first + n) % KEPT_FRAMES
      const at = slot * this.#room
      return decoder.decode(this.#letters.subarray(at, at + (this.#lengths[slot] ?? 0)))
    })
  }

  /** An engine gives a sign of life: it has them all. */
  clear(): void {
    this.#first = 0
    this.#count = 0
  }
}
