/** A phone at the other end of a SIP trunk: hears, speaks, presses keys and hangs up. */
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeMulaw, MULAW_SILENCE } from '../../../../worker/lib/audio/mulaw.ts'
import type { Wav } from '../../audio/wav.ts'
import { mixRecording, type RecordedAudio } from '../../audio/recording.ts'
import type { SipLine } from '../../lib/sip.ts'

const FRAME_BYTES = 160
const FRAME_MS = 20
const BYTES_PER_MS = 8

/** What becomes of a REFER: the phone goes where it is sent, or does not, or only says so. */
export type ReferOutcome = 'goes' | 'refuses' | 'unsupported' | 'only_says_so'

const REFER_STATUS = { goes: 202, refuses: 603, unsupported: 405, only_says_so: 202 } as const

interface Said {
  audio: Uint8Array
  startsAt: number
  endsAt: number
  done: () => void
}

export class SipPhone {
  /** What comes of a REFER. */
  onRefer: ReferOutcome = 'goes'
  readonly referredTo: string[] = []
  /** When the caller first heard something, in ms of `performance.now()`; `null`: not yet. */
  firstHeardAt: number | null = null
  readonly startedAt = performance.now()
  readonly line: SipLine
  readonly #over = new AbortController()
  readonly #mouth: Uint8Array[] = []
  readonly #sent: RecordedAudio[] = []
  #said: Said[] = []
  #onAudio: (audio: Uint8Array) => void = () => {}
  #onKey: (digit: string) => void = () => {}
  #timer: NodeJS.Timeout | null = null
  #spoken: () => void = () => {}

  constructor() {
    this.line = {
      over: this.#over.signal,
      onAudio: (listener) => this.#listenWith(listener),
      onKey: (listener) => (this.#onKey = listener),
      say: (audio) => this.#hear(audio),
      fallSilent: () => this.#cut(),
      ringing: () => {},
      bye: () => this.hangUp(),
      refer: (target) => this.#refer(target),
    }
  }

  get isOver(): boolean {
    return this.#over.signal.aborted
  }

  /** Whether the caller hears somebody now. */
  get hears(): boolean {
    const now = performance.now()
    return this.#said.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
  }

  /** Speaks after what is being said; mu-law at 8 kHz. Resolves when the last of it was sent. */
  speak(audio: Uint8Array): Promise<void> {
    for (let at = 0; at < audio.length; at += FRAME_BYTES) {
      const frame = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE)
      frame.set(audio.subarray(at, at + FRAME_BYTES))
      this.#mouth.push(frame)
    }
    return new Promise((resolve) => (this.#spoken = resolve))
  }

  press(digit: string): void {
    this.#onKey(digit)
  }

  hangUp(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#cut()
    this.#over.abort()
  }

  /** Until somebody has been heard, and then nobody for so long. */
  async heardOut(quietMs = 250, timeoutMs = 20_000): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs
    const since = performance.now()
    for (;;) {
      const now = performance.now()
      const last = Math.max(0, ...this.#said.map(({ endsAt }) => endsAt))
      if (last > since && now - last >= quietMs) return
      if (this.isOver) throw new Error('The call ended while somebody was listened to.')
      if (now > giveUpAt) throw new Error(`Nobody was heard out within ${timeoutMs} ms.`)
      await sleep(10)
    }
  }

  /** All that was heard so far, one after the other, as samples at 8 kHz. */
  get heard(): Int16Array {
    const now = performance.now()
    const pieces = this.#said.map(({ audio, startsAt, endsAt }) =>
      audio.subarray(0, Math.round((Math.min(now, endsAt) - startsAt) * BYTES_PER_MS)),
    )
    return decodeMulaw(new Uint8Array(Buffer.concat(pieces)))
  }

  /** When the last of what was heard so far began, and when it ends or ended; `null`: nothing was. */
  get lastHeard(): { startsAt: number; endsAt: number } | null {
    return this.#said.at(-1) ?? null
  }

  /** Both sides of the call, from its beginning to now. */
  recording(): Wav {
    const heard = this.#said.map(({ audio, startsAt, endsAt }) => ({
      startsAt,
      audio: audio.subarray(0, Math.round((endsAt - startsAt) * BYTES_PER_MS)),
    }))
    return mixRecording(this.startedAt, performance.now(), this.#sent, heard)
  }

  #hear(audio: Uint8Array): Promise<void> {
    const now = performance.now()
    const startsAt = Math.max(now, this.#said.at(-1)?.endsAt ?? now)
    this.firstHeardAt ??= startsAt
    const endsAt = startsAt + audio.length / BYTES_PER_MS
    return new Promise((resolve) => {
      const said: Said = { audio, startsAt, endsAt, done: resolve }
      this.#said.push(said)
      setTimeout(resolve, endsAt - now)
    })
  }

  #cut(): void {
    const now = performance.now()
    this.#said = this.#said.filter(({ startsAt }) => startsAt < now)
    const last = this.#said.at(-1)
    if (last && last.endsAt > now) last.endsAt = now
  }

  #listenWith(listener: (audio: Uint8Array) => void): void {
    this.#onAudio = listener
    let next = performance.now()
    this.#timer = setInterval(() => {
      // A process that was held up catches up, as a network does with late packets.
      for (; next <= performance.now(); next += FRAME_MS) this.#sendFrame()
    }, FRAME_MS)
  }

  #sendFrame(): void {
    const frame = this.#mouth.shift()
    if (frame) this.#sent.push({ startsAt: performance.now(), audio: frame })
    this.#onAudio(frame ?? new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE))
    if (frame && this.#mouth.length === 0) this.#spoken()
  }

  async #refer(target: string): Promise<number> {
    this.referredTo.push(target)
    if (this.onRefer === 'goes') setTimeout(() => this.hangUp(), 100)
    return REFER_STATUS[this.onRefer]
  }
}
