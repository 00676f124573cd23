/** One realtime session of Scribe. */
import * as z from 'zod'
import type { WebSocket } from 'ws'
import { createVad } from '../../audio/vad.ts'
import type { Vad } from '../../audio/vadEvents.ts'
import type { Deps } from '../deps.ts'
import type { Fault } from '../faults.ts'
import { FaultySocket } from '../faultySocket.ts'
import { decodeSound, rateOf } from '../sound.ts'
import { wordsOf } from './words.ts'
import { Outbox } from './outbox.ts'
import type { ScribeConfig } from './query.ts'
import { Segment } from './segment.ts'

const SAMPLES_PER_MS = 8
/** A pause after which what was said is worth a look. */
const PAUSE_MS = 200
const PARTIAL_EVERY_MS = 300
/** Less than this is not committed. */
const LEAST_COMMIT_MS = 300
const LARGEST_CHUNK = 1_000_000
/** After a sentence that is whole, a model that predicts turns waits no longer. */
const PREDICTED_AFTER_MS = 300

const chunkSchema = z.strictObject({
  message_type: z.literal('input_audio_chunk'),
  audio_base_64: z.string(),
  commit: z.boolean(),
  sample_rate: z.number().int(),
  previous_text: z.string().optional(),
})

export class ScribeSession {
  readonly config: ScribeConfig
  readonly #socket: FaultySocket
  readonly #deps: Deps
  readonly #vad: Vad
  readonly #outbox: Outbox
  #heardMs = 0
  #chunks = 0
  #commits = 0
  #segment: Segment
  #speaking = false
  #partialAtMs = 0
  #pauseFromMs: number | null = null
  #idle: NodeJS.Timeout | null = null

  constructor(socket: WebSocket, config: ScribeConfig, deps: Deps, faults: readonly Fault[]) {
    this.config = config
    this.#deps = deps
    this.#socket = new FaultySocket(socket)
    this.#vad = createVad(deps.ear, { threshold: config.vad_threshold, silenceMs: PAUSE_MS })
    this.#outbox = new Outbox(deps.transcriptDelayMs)
    this.#segment = new Segment(0, deps)
    this.#socket.onMessage((message) => this.#take(message))
    for (const fault of faults) this.fault(fault)
    this.#begin()
  }

  get log() {
    return this.#socket.log
  }

  get closed(): Promise<void> {
    return this.#socket.closed
  }

  get heardMs(): number {
    return this.#heardMs
  }

  fault(fault: Fault): void {
    if (this.#socket.suffer(fault)) return
    if (fault.kind === 'warning') this.#send('warning', { warning: fault.message })
    if (fault.kind === 'unknown_message') this.#send('something_new', {})
    if (fault.kind === 'error') {
      this.#send(fault.type, { error: fault.message ?? `Injected ${fault.type}.` })
      if (!fault.stays) this.#socket.close(1008, fault.type)
    }
  }

  #begin(): void {
    const { token: _, ...config } = this.config
    const sample_rate = rateOf(config.audio_format)
    this.#send('session_started', {
      session_id: this.#deps.newId(),
      config: { ...config, sample_rate },
    })
    this.#socket.after(this.#deps.sessionMs, () => this.#end('session_time_limit_exceeded'))
    this.#wait()
  }

  #wait(): void {
    if (this.#idle) this.#socket.cancel(this.#idle)
    this.#idle = this.#socket.after(this.#deps.earsIdleMs, () =>
      this.#end('insufficient_audio_activity'),
    )
  }

  #end(type: string): void {
    this.#send(type, { error: `The session ends: ${type}.` })
    this.#socket.close(1000, type)
  }

  #take(message: unknown): void {
    this.#wait()
    const parsed = chunkSchema.safeParse(message)
    if (!parsed.success) return this.#refuse(`Invalid message: ${parsed.error.issues[0]?.message}`)
    const { audio_base_64, commit, sample_rate, previous_text } = parsed.data
    if (sample_rate !== rateOf(this.config.audio_format)) {
      return this.#refuse(`sample_rate ${sample_rate} does not match ${this.config.audio_format}.`)
    }
    if (previous_text !== undefined && this.#chunks > 0) {
      return this.#refuse('previous_text can only be sent with the first audio chunk.')
    }
    if (audio_base_64.length > LARGEST_CHUNK) {
      return this.#send('chunk_size_exceeded', { error: 'The audio chunk is too large.' })
    }
    const pcm = decodeSound(audio_base_64, this.config.audio_format)
    if (!pcm) return this.#refuse('audio_base_64 is not audio in the declared format.')
    this.#chunks += 1
    this.#hear(pcm)
    if (commit) this.#commitAsked()
  }

  #hear(pcm: Int16Array): void {
    this.#segment.append(pcm, this.#heardMs)
    this.#heardMs += pcm.length / SAMPLES_PER_MS
    for (const event of this.#vad.push(pcm)) {
      if (event.type === 'started') this.#speechBegins(event.atMs)
      else this.#speechPauses(event.atMs)
    }
    if (this.#speaking && this.#heardMs - this.#partialAtMs >= PARTIAL_EVERY_MS) {
      this.#partialAtMs = this.#heardMs
      this.#partial(this.#segment.soFar(this.#heardMs))
    }
    if (this.config.commit_strategy !== 'manual') this.#commitBySilence()
    const longest = this.#deps.longestSegmentMs
    if (this.#heardMs - this.#segment.beganAtMs >= longest) this.#commit()
  }

  #speechBegins(atMs: number): void {
    this.#speaking = true
    this.#pauseFromMs = null
    this.#partialAtMs = Math.max(0, atMs)
    this.#segment.speechBegins(atMs)
  }

  #speechPauses(atMs: number): void {
    this.#speaking = false
    this.#pauseFromMs = atMs - PAUSE_MS
    const segment = this.#segment
    void segment.text(this.#heardMs).then((text) => {
      if (this.config.commit_strategy === 'turn_prediction' && /[.?!]$/.test(text)) {
        this.#predictTurn(segment)
      }
    })
    this.#partial(segment.text(this.#heardMs))
  }

  /** The sentence is whole, so a short pause is enough. */
  #predictTurn(segment: Segment): void {
    this.#socket.after(PREDICTED_AFTER_MS - PAUSE_MS, () => {
      if (segment === this.#segment && !this.#speaking) this.#commit()
    })
  }

  #commitBySilence(): void {
    if (this.#pauseFromMs === null || !this.#segment.hasSpeech) return
    const silenceMs = this.config.vad_silence_threshold_secs * 1000
    if (this.#heardMs - this.#pauseFromMs >= silenceMs) this.#commit()
  }

  #commitAsked(): void {
    if (this.config.commit_strategy !== 'manual') {
      return this.#refuse('Commits are not accepted with this commit_strategy.')
    }
    const uncommittedMs = this.#heardMs - this.#segment.beganAtMs
    if (uncommittedMs >= LEAST_COMMIT_MS) return this.#commit()
    const seconds = (uncommittedMs / 1000).toFixed(2)
    const error = `Commit request ignored: only ${seconds}s of uncommitted audio. At least 0.3s are needed.`
    this.#outbox.put('', () => this.#send('commit_throttled', { error }))
  }

  #commit(): void {
    const segment = this.#segment
    const text = segment.text(this.#heardMs)
    const startSec = segment.beganAtMs / 1000
    this.#segment = new Segment(this.#heardMs, this.#deps)
    this.#speaking = false
    this.#pauseFromMs = null
    this.#vad.reset()
    this.#commits += 1
    const commits = this.#commits
    this.#outbox.put(text, (said) => {
      this.#send('committed_transcript', { text: said })
      if (!this.config.include_timestamps && !this.config.include_language_detection) return
      this.#send('committed_transcript_with_timestamps', {
        text: said,
        language_code: this.config.language_code ?? 'en',
        ...(this.config.include_timestamps && { words: wordsOf(said, startSec, commits) }),
      })
    })
  }

  #partial(text: Promise<string> | string): void {
    this.#outbox.put(text, (said) => this.#send('partial_transcript', { text: said }))
  }

  #refuse(error: string): void {
    this.#send('input_error', { error })
  }

  #send(message_type: string, fields: Record<string, unknown>): void {
    this.#socket.send({ message_type, ...fields })
  }
}
