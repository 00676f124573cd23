/**
 * The caller's mouth: audio in line to be sent, one 20 ms frame at a time. Frames are encoded once,
 * when the audio is prepared, so that a hundred calls may share them at no cost.
 */
import { decodeMulaw, MULAW_SILENCE } from '../../../worker/lib/audio/mulaw.ts'

/** Bytes of mu-law in one `media` message. */
export const FRAME_BYTES = 160
export const FRAME_MS = 20

/** The base64 payload of a frame in which nobody speaks. */
export const SILENT_PAYLOAD = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE).toString('base64')

/** Loudness from which a frame counts as speech, if nothing else is said: about -40 dBFS. */
const SPEECH_LEVEL = 330

/** Audio cut into frames that are ready to be sent. */
export interface PreparedAudio {
  /** Mu-law at 8 kHz, filled up to whole frames. */
  audio: Uint8Array
  payloads: readonly string[]
  /** The first and the last frame with speech in them, by their energy; `null` in silence. */
  speech: { first: number; last: number } | null
}

/** `speechLevel` is the loudness, as `loudness` gives it, from which a frame counts as speech. */
export function prepareAudio(mulaw: Uint8Array, speechLevel = SPEECH_LEVEL): PreparedAudio {
  const count = Math.ceil(mulaw.length / FRAME_BYTES)
  const audio = new Uint8Array(count * FRAME_BYTES).fill(MULAW_SILENCE)
  audio.set(mulaw)
  const frames = Array.from({ length: count }, (_, n) =>
    audio.subarray(n * FRAME_BYTES, (n + 1) * FRAME_BYTES),
  )
  const isSpeech = (frame: Uint8Array) => loudness(frame) >= speechLevel
  const first = frames.findIndex(isSpeech)
  return {
    audio,
    payloads: frames.map((frame) => Buffer.from(frame).toString('base64')),
    speech: first === -1 ? null : { first, last: frames.findLastIndex(isSpeech) },
  }
}

/** Root mean square of a frame's 16-bit samples. */
export function loudness(mulaw: Uint8Array): number {
  const energy = decodeMulaw(mulaw).reduce((sum, sample) => sum + sample * sample, 0)
  return Math.sqrt(energy / mulaw.length)
}

/** When an utterance left for the Worker, in milliseconds of `performance.now()`. */
export interface SpokenFacts {
  startedAt: number
  endedAt: number
  /** When its first and its last frame with speech were sent; `null` for an utterance of silence. */
  speechStartedAt: number | null
  speechEndedAt: number | null
  /** Whether all of it was sent, or the caller fell silent or hung up before. */
  complete: boolean
}

interface Utterance {
  prepared: PreparedAudio
  startedAt: number | null
  sent: number
  done: (facts: SpokenFacts) => void
}

export class CallerVoice {
  readonly #line: Utterance[] = []
  readonly #spoken: { startsAt: number; audio: Uint8Array }[] = []
  readonly #capture: boolean

  constructor(capture: boolean) {
    this.#capture = capture
  }

  /** Speaks after what is already in line. Resolves when the last frame was sent. */
  speak(prepared: PreparedAudio): Promise<SpokenFacts> {
    return new Promise((done) => {
      if (prepared.payloads.length > 0) {
        this.#line.push({ prepared, startedAt: null, sent: 0, done })
      } else {
        const now = performance.now()
        done(factsOf(prepared, now, 0))
      }
    })
  }

  /** The payload of the frame that is due at `at`; `null` in silence. */
  next(at: number): string | null {
    const utterance = this.#line[0]
    if (!utterance) return null
    utterance.startedAt ??= at
    const payload = utterance.prepared.payloads[utterance.sent] ?? null
    utterance.sent += 1
    if (utterance.sent >= utterance.prepared.payloads.length) this.#finish(utterance)
    return payload
  }

  isSpeaking(): boolean {
    return this.#line.length > 0
  }

  /** Says no more of what is in line. */
  fallSilent(): void {
    while (this.#line[0]) this.#finish(this.#line[0])
  }

  /** What has been said, for a recording: each stretch of audio begins when its first frame was sent. */
  spokenAudio(): { startsAt: number; audio: Uint8Array }[] {
    const current = this.#line[0]
    if (!this.#capture || !current?.startedAt) return [...this.#spoken]
    return [...this.#spoken, { startsAt: current.startedAt, audio: sentAudio(current) }]
  }

  #finish(utterance: Utterance): void {
    this.#line.shift()
    const startedAt = utterance.startedAt ?? performance.now()
    if (this.#capture) this.#spoken.push({ startsAt: startedAt, audio: sentAudio(utterance) })
    utterance.done(factsOf(utterance.prepared, startedAt, utterance.sent))
  }
}

function sentAudio({ prepared, sent }: Utterance): Uint8Array {
  return prepared.audio.subarray(0, sent * FRAME_BYTES)
}

function factsOf(
  { speech, payloads }: PreparedAudio,
  startedAt: number,
  sent: number,
): SpokenFacts {
  const lastSent = sent - 1
  const reached = speech && speech.first <= lastSent ? speech : null
  return {
    startedAt,
    endedAt: startedAt + Math.max(0, lastSent) * FRAME_MS,
    speechStartedAt: reached ? startedAt + reached.first * FRAME_MS : null,
    speechEndedAt: reached ? startedAt + Math.min(reached.last, lastSent) * FRAME_MS : null,
    complete: sent === payloads.length,
  }
}
