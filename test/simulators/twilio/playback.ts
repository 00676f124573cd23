/**
 * The play-out clock: what the caller's ear has received, to the sample. Audio waits in line and plays
 * in real time; a mark falls due when everything before it has been played. Time is an input:
 * milliseconds of `performance.now()`.
 *
 * Every byte of the agent's audio has a number, counted from the start of the stream, so that a test
 * can compare what was sent with what was played.
 */

import { decodeMulaw } from '../../../worker/lib/audio/mulaw.ts'

/** Mu-law at 8,000 Hz. */
const BYTES_PER_MS = 8

export interface PlayedRange {
  startedAt: number
  endedAt: number
  fromByte: number
  /** The first byte that no longer belongs to the range. */
  toByte: number
}

/** What a `clear` did. */
export interface ClearFacts {
  at: number
  /** How much of the stream's audio had been received, and how much of that was ever played. */
  receivedBytes: number
  playedBytes: number
  /** What the clear threw away. */
  droppedBytes: number
  droppedMarks: string[]
  /** The piece (one `media` message) that was in the caller's ear; `null` when nothing was playing. */
  current: { fromByte: number; bytes: number; playedBytes: number } | null
}

export interface DueMark {
  name: string
  dueAt: number
}

/** What happened on the clock since it was last asked. */
export interface Due {
  marks: DueMark[]
  /** When the line ran empty, if it did. */
  quietAt: number | null
}

interface Piece {
  startsAt: number
  endsAt: number
  fromByte: number
  bytes: number
  audio: Uint8Array | null
}

const NOTHING_DUE: Due = { marks: [], quietAt: null }

export class Playback {
  readonly #queue: Piece[] = []
  readonly #marks: DueMark[] = []
  readonly #ranges: PlayedRange[] = []
  readonly #heard: { startsAt: number; audio: Uint8Array }[] = []
  #receivedBytes = 0
  #playedBytes = 0
  #queueEndsAt = 0
  #markedBytes = 0
  #speaking = false

  /**
   * Puts audio at the end of the line. `audio` is kept when it is given, for a recording.
   * Returns whether the agent begins to be heard with it.
   */
  enqueue(bytes: number, now: number, audio: Uint8Array | null = null): boolean {
    if (bytes === 0) return false
    this.#settle(now)
    const startsAt = Math.max(now, this.#queueEndsAt)
    const endsAt = startsAt + bytes / BYTES_PER_MS
    this.#queue.push({ startsAt, endsAt, fromByte: this.#receivedBytes, bytes, audio })
    this.#receivedBytes += bytes
    this.#queueEndsAt = endsAt
    const begins = !this.#speaking
    this.#speaking = true
    return begins
  }

  /** A mark is due once what is in line before it has been played. */
  mark(name: string, now: number): void {
    this.#markedBytes = this.#receivedBytes
    this.#marks.push({ name, dueAt: Math.max(now, this.#queueEndsAt) })
  }

  /** Throws away what has not been played. Its marks come back in `droppedMarks`. */
  clear(now: number): ClearFacts {
    this.#settle(now)
    const current = this.#queue.find((piece) => piece.startsAt <= now)
    const heardOfCurrent = current ? heardBytes(current, now) : 0
    const inLine = this.#queue.reduce((sum, piece) => sum + piece.bytes, 0)
    if (current) this.#remember(current, heardOfCurrent)
    const facts: ClearFacts = {
      at: now,
      receivedBytes: this.#receivedBytes,
      playedBytes: this.#playedBytes,
      droppedBytes: inLine - heardOfCurrent,
      droppedMarks: this.#marks.filter((mark) => mark.dueAt > now).map((mark) => mark.name),
      current: current
        ? { fromByte: current.fromByte, bytes: current.bytes, playedBytes: heardOfCurrent }
        : null,
    }
    this.#queue.length = 0
    this.#markedBytes = this.#receivedBytes
    this.#marks.splice(0, this.#marks.length, ...this.#marks.filter((mark) => mark.dueAt <= now))
    this.#queueEndsAt = Math.min(this.#queueEndsAt, now)
    return facts
  }

  /** Collects what fell due up to now; each thing is told once. */
  due(now: number): Due {
    const first = this.#marks[0]
    const quiet = this.#speaking && this.#queueEndsAt <= now
    if ((!first || first.dueAt > now) && !quiet) return NOTHING_DUE
    this.#settle(now)
    const count = this.#marks.findIndex((mark) => mark.dueAt > now)
    const marks = this.#marks.splice(0, count === -1 ? this.#marks.length : count)
    if (quiet) this.#speaking = false
    return {
      marks,
      quietAt: quiet ? this.#queueEndsAt : null,
    }
  }

  /** When `due` has something to tell next; `undefined`: not before more is received. */
  nextDueAt(): number | undefined {
    const mark = this.#marks[0]?.dueAt
    const quiet = this.#speaking ? this.#queueEndsAt : undefined
    if (mark === undefined || quiet === undefined) return mark ?? quiet
    return Math.min(mark, quiet)
  }

  isPlaying(now: number): boolean {
    return this.#queueEndsAt > now
  }

  /** Nothing was put in line since the last mark, or since the line was cleared. */
  endsInMark(): boolean {
    return this.#markedBytes === this.#receivedBytes
  }

  receivedBytes(): number {
    return this.#receivedBytes
  }

  /** When each stretch of audio was heard without a gap. What is playing now counts as far as it is. */
  playedRanges(now: number): PlayedRange[] {
    this.#settle(now)
    const ranges = this.#ranges.map((range) => ({ ...range }))
    const current = this.#queue.find((piece) => piece.startsAt <= now)
    if (current) appendRange(ranges, current, heardBytes(current, now))
    return ranges
  }

  /** The audio itself as it was heard, where it was given to `enqueue`. */
  heardAudio(now: number): { startsAt: number; audio: Uint8Array }[] {
    this.#settle(now)
    const current = this.#queue.find((piece) => piece.startsAt <= now && piece.audio)
    if (!current?.audio) return [...this.#heard]
    const audio = current.audio.subarray(0, heardBytes(current, now))
    return [...this.#heard, { startsAt: current.startsAt, audio }]
  }

  /** So many samples as they were heard from a past moment on; 0 where there was nothing to hear. */
  soundFrom(fromMs: number, samples: number): Int16Array {
    const sound = new Int16Array(samples)
    const lay = (startsAt: number, audio: Uint8Array) => {
      const offset = Math.round((startsAt - fromMs) * BYTES_PER_MS)
      if (offset >= samples) return
      const piece = audio.subarray(Math.max(0, -offset), samples - offset)
      sound.set(decodeMulaw(piece), Math.max(0, offset))
    }
    const past = this.#heard.findLastIndex(
      ({ startsAt, audio }) => startsAt + audio.length / BYTES_PER_MS <= fromMs,
    )
    for (const { startsAt, audio } of this.#heard.slice(past + 1)) lay(startsAt, audio)
    for (const { startsAt, audio } of this.#queue) if (audio) lay(startsAt, audio)
    return sound
  }

  #settle(now: number): void {
    while (this.#queue[0] && this.#queue[0].endsAt <= now) {
      const piece = this.#queue.shift()
      if (piece) this.#remember(piece, piece.bytes)
    }
  }

  #remember(piece: Piece, heard: number): void {
    if (heard === 0) return
    this.#playedBytes += heard
    appendRange(this.#ranges, piece, heard)
    if (piece.audio) {
      this.#heard.push({ startsAt: piece.startsAt, audio: piece.audio.subarray(0, heard) })
    }
  }
}

function heardBytes(piece: Piece, now: number): number {
  return Math.min(piece.bytes, Math.floor((now - piece.startsAt) * BYTES_PER_MS))
}

/** Adds a piece; without a gap to the last one it only makes that one longer. */
function appendRange(ranges: PlayedRange[], piece: Piece, heard: number): void {
  if (heard === 0) return
  const endedAt = piece.startsAt + heard / BYTES_PER_MS
  const toByte = piece.fromByte + heard
  const last = ranges.at(-1)
  if (last && last.endedAt === piece.startsAt && last.toByte === piece.fromByte) {
    last.endedAt = endedAt
    last.toByte = toByte
    return
  }
  ranges.push({ startedAt: piece.startsAt, endedAt, fromByte: piece.fromByte, toByte })
}
