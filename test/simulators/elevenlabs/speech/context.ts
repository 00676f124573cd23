/** One context: text that is collected until there is enough of it, and then spoken. */
import type { Pace } from '../deps.ts'
import type { Utterance } from '../../audio/speech.ts'
import { encodeSound } from '../sound.ts'
import { alignmentOf, timedChars } from './alignment.ts'
import type { SpeechConfig } from './query.ts'

const SAMPLES_PER_MS = 8
/** How much text is waited for before the first sound, the second, and so on. */
const SCHEDULE = [120, 160, 250, 290]

/** What a context needs of its socket. */
export interface Stage {
  config: SpeechConfig
  pace: Pace
  utter(text: string, speed: number): Promise<Utterance>
  /** Waits; `false`: the socket has gone meanwhile. */
  wait(ms: number): Promise<boolean>
  send(message: Record<string, unknown>): void
  /** So much of a context's sound was sent. */
  sounded(soundMs: number): void
  over(context: SpeechContext): void
}

export class SpeechContext {
  readonly id: string
  readonly #stage: Stage
  readonly #schedule: readonly number[]
  readonly #speed: number
  readonly #queue: string[] = []
  #buffer = ''
  #generated = 0
  #soundMs = 0
  #busy = false
  #closing = false
  /** What was given it to speak. */
  text = ''

  constructor(id: string, stage: Stage, speed: number, schedule: readonly number[] = SCHEDULE) {
    this.id = id
    this.#stage = stage
    this.#speed = speed
    this.#schedule = schedule
  }

  get isClosing(): boolean {
    return this.#closing
  }

  write(text: string, flush: boolean): void {
    this.text += text
    this.#buffer += text
    if (flush || this.#isEnough()) this.#generate()
  }

  /** What was to be spoken still is; the rest is forgotten. */
  close(): void {
    this.#closing = true
    this.#buffer = ''
    if (!this.#busy) void this.#work()
  }

  #isEnough(): boolean {
    if (this.#stage.config.auto_mode) return /[.!?,;:]\s*$/.test(this.#buffer)
    const due = this.#schedule[Math.min(this.#generated, this.#schedule.length - 1)] ?? 0
    return this.#buffer.length >= due
  }

  #generate(): void {
    if (this.#buffer.trim() === '') return
    this.#queue.push(this.#buffer)
    this.#buffer = ''
    this.#generated += 1
    if (!this.#busy) void this.#work()
  }

  async #work(): Promise<void> {
    this.#busy = true
    const { pace } = this.#stage
    for (let text = this.#queue.shift(); text !== undefined; text = this.#queue.shift()) {
      const first = this.#soundMs === 0 ? pace.firstAudioDelayMs : 0
      const [utterance, stays] = await Promise.all([
        this.#stage.utter(text.trim(), this.#speed),
        this.#stage.wait(first),
      ])
      if (!stays || !(await this.#speak(text, utterance))) return
    }
    this.#busy = false
    if (!this.#closing) return
    this.#busy = true
    if (!(await this.#stage.wait(pace.finalDelayMs))) return
    this.#stage.send({ audio: null, isFinal: true, contextId: this.id })
    this.#stage.over(this)
  }

  /** @returns whether the client is still there. */
  async #speak(text: string, utterance: Utterance): Promise<boolean> {
    const { pace, config } = this.#stage
    const chars = timedChars(text, utterance)
    const lengthMs = utterance.pcm.length / SAMPLES_PER_MS
    for (let fromMs = 0; fromMs < lengthMs; fromMs += pace.chunkMs) {
      const toMs = Math.min(lengthMs, fromMs + pace.chunkMs)
      const isLast = toMs === lengthMs
      const pcm = utterance.pcm.subarray(fromMs * SAMPLES_PER_MS, toMs * SAMPLES_PER_MS)
      const here = chars.filter(({ startMs }) => startMs >= fromMs && (isLast || startMs < toMs))
      const alignment = config.sync_alignment ? alignmentOf(here, fromMs) : null
      this.#stage.send({
        audio: encodeSound(pcm, config.output_format).toString('base64'),
        isFinal: null,
        contextId: this.id,
        alignment,
        normalizedAlignment: alignment,
      })
      this.#soundMs += toMs - fromMs
      this.#stage.sounded(this.#soundMs)
      if (!(await this.#stage.wait((toMs - fromMs) / pace.timesRealTime))) return false
    }
    return true
  }
}
