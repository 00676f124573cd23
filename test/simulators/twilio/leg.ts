/** One party's side of the line, whoever rang whom: what it says and hears, its TwiML, and what is told of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Wav } from '../audio/wav.ts'
import { callControl } from './callControl.ts'
import { CallEmitter } from './callEvents.ts'
import type { CallStatus, DialOutcome } from './callOptions.ts'
import type { CallSetup } from './callSetup.ts'
import { CallerVoice, prepareAudio, type PreparedAudio, type SpokenFacts } from './callerVoice.ts'
import { Ear } from './ear.ts'
import type { KeyRoom, PhoneCall, StreamFacts } from './phoneCall.ts'
import type { ClearFacts } from './playback.ts'
import { mixRecording } from '../audio/recording.ts'
import type { Guest } from './rooms/Seat.ts'
import { newSid } from './sid.ts'
import { StatusCallbacks } from './statusCallbacks.ts'
import { TwimlRunner } from './twimlRunner.ts'
import type { TwilioWarning } from './warnings.ts'
import { sendWebhook, type WebhookExchange } from './webhooks.ts'

export abstract class Leg extends CallEmitter implements PhoneCall, Guest {
  readonly callSid = newSid('CA')
  readonly to: string
  readonly from: string
  abstract readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial'
  /** The call whose `<Dial>` made this one. */
  readonly parentCallSid: string | null = null
  /** All times are milliseconds of `performance.now()`. */
  readonly startedAt = performance.now()
  readonly createdAt = new Date()
  /** What Twilio's voice said. */
  readonly said: string[] = []
  readonly playedUrls: string[] = []
  readonly playedDigits: string[] = []
  readonly dialed: { number: string; outcome: DialOutcome }[] = []
  readonly warnings: TwilioWarning[] = []
  /** Every request that was made for this call, in order of their answers. */
  readonly requests: WebhookExchange[] = []
  readonly streams: StreamFacts[] = []
  readonly clears: ClearFacts[] = []
  /** Where keys go that are pressed among others; `null`: nowhere. */
  room: KeyRoom | null = null
  abstract status: CallStatus
  /** What answering machine detection said; `null`: nothing yet. */
  answeredBy: string | null = null
  answeredAt: number | null = null
  endedAt: number | null = null
  protected readonly setup: CallSetup
  protected readonly runner: TwimlRunner
  protected readonly statusCallbacks: StatusCallbacks
  readonly #voice: CallerVoice
  readonly #ear: Ear

  protected constructor(setup: CallSetup, from: string) {
    super()
    this.to = setup.to
    this.from = from
    this.setup = setup
    this.#voice = new CallerVoice(setup.capture ?? true)
    this.#ear = new Ear(setup.capture ?? true)
    const { statusEvents = ['completed'], statusDelivery = 'normal' } = setup
    this.statusCallbacks = new StatusCallbacks(statusEvents, statusDelivery, (params) =>
      this.#reportStatus(params),
    )
    this.runner = new TwimlRunner(callControl(this, setup, this.#voice, this.#ear))
  }

  /** The running stream; `undefined` between streams. */
  get stream(): StreamFacts | undefined {
    return this.streams.find((stream) => stream.endedAt === null)
  }

  /**
   * Speaks after what they are already saying; mu-law at 8 kHz, or the same prepared once for many
   * calls. Waits for a stream or a room if there is none. Resolves when the last frame was sent.
   */
  speak(audio: Uint8Array | PreparedAudio): Promise<SpokenFacts> {
    return this.#voice.speak(audio instanceof Uint8Array ? prepareAudio(audio) : audio)
  }

  /** Stops in the middle of what they are saying. */
  fallSilent(): void {
    this.#voice.fallSilent()
  }

  get callerIsSpeaking(): boolean {
    return this.#voice.isSpeaking()
  }

  /** Presses keys, `gapMs` apart. Without a stream, a `<Gather>` or a room nobody notices. */
  async press(digits: string, gapMs = 120): Promise<void> {
    for (const [n, digit] of [...digits].entries()) {
      if (n > 0) await sleep(gapMs)
      if (this.stream) this.stream.media.pressKey(digit)
      else this.emit('key', digit)
      this.room?.passKey(this, digit)
    }
  }

  next(at: number): string | null {
    return this.#voice.next(at)
  }

  hear(frame: Uint8Array, at: number): void {
    this.#ear.hear(frame, at)
    this.emit('roomFrame', frame, at)
  }

  hearKey(digit: string): void {
    this.emit('keyHeard', digit)
  }

  /** Whoever is at the other end of this leg hangs up. */
  abstract hangUp(): void

  /** What Twilio's API does to a call: other TwiML, or the end. */
  update(change: { twiml: string } | { url: string; method: 'GET' | 'POST' } | 'completed'): void {
    if (change === 'completed') this.runner.stop()
    else if ('twiml' in change) this.runner.replace(change)
    else this.runner.replace({ ...change, params: this.fields() })
  }

  /** What was said on this leg and what was heard on it: said on the left, heard on the right. */
  recording(): Wav {
    const now = performance.now()
    const agent = this.streams.flatMap((stream) => stream.media.playback.heardAudio(now))
    const received = this.streams.flatMap((stream) => stream.media.received)
    const caller = this.setup.line ? received : this.#voice.spokenAudio()
    const heard = [...agent, ...this.#ear.heardAudio()]
    return mixRecording(this.startedAt, this.endedAt ?? now, caller, heard)
  }

  durationSec(): number {
    const end = this.endedAt ?? performance.now()
    return this.answeredAt === null ? 0 : Math.round((end - this.answeredAt) / 1000)
  }

  /** They are on the line now. */
  answer(): void {
    if (this.status !== 'ringing') return
    this.status = 'in-progress'
    this.answeredAt = performance.now()
    this.statusCallbacks.report('answered', this.fields())
  }

  /** Writes into Twilio's debugger. */
  warn(code: number, message: string): void {
    const warning = { code, message, at: performance.now() }
    this.warnings.push(warning)
    this.emit('warning', warning)
  }

  /** The form fields that every request about this call carries. */
  abstract fields(): Record<string, string>

  /** Tells the end, once `status` is the last one. */
  protected async close(): Promise<void> {
    this.endedAt = performance.now()
    this.#voice.fallSilent()
    const durationSec = this.durationSec()
    this.statusCallbacks.report('completed', {
      ...this.fields(),
      CallDuration: String(durationSec),
      Duration: String(Math.ceil(durationSec / 60)),
    })
    await this.statusCallbacks.flush()
    this.emit('ended')
  }

  async #reportStatus(params: Record<string, string>): Promise<void> {
    const { customer, statusUrl = '/twilio/status', statusMethod: method = 'POST' } = this.setup
    if (statusUrl === null) return
    const url = new URL(statusUrl, customer.publicUrl).href
    const exchange = await sendWebhook(customer, { url, method, params })
    this.requests.push(exchange)
    this.emit('request', exchange)
  }
}
