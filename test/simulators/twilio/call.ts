/** One simulated phone call, from the webhook to the last status callback. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Wav } from '../audio/wav.ts'
import { callControl } from './callControl.ts'
import { CallEmitter } from './callEvents.ts'
import type { CallOutcome, CallSetup, CallStatus, DialOutcome } from './callOptions.ts'
import { CallerVoice, prepareAudio, type PreparedAudio, type SpokenFacts } from './callerVoice.ts'
import { callFields } from './fields.ts'
import type { PhoneCall, StreamFacts } from './phoneCall.ts'
import type { ClearFacts } from './playback.ts'
import { mixRecording } from './recording.ts'
import { newSid } from './sid.ts'
import { StatusCallbacks } from './statusCallbacks.ts'
import { TwimlRunner } from './twimlRunner.ts'
import type { TwilioWarning } from './warnings.ts'
import { sendWebhook, type WebhookExchange } from './webhooks.ts'

export class SimulatedCall extends CallEmitter implements PhoneCall {
  readonly callSid = newSid('CA')
  readonly to: string
  readonly from: string
  /** All times are milliseconds of `performance.now()`. */
  readonly startedAt = performance.now()
  readonly createdAt = new Date()
  /** Resolves when the call is over and its status callbacks were delivered. */
  readonly ended: Promise<CallOutcome>
  /** What Twilio's voice said. */
  readonly said: string[] = []
  readonly playedUrls: string[] = []
  readonly dialed: { number: string; outcome: DialOutcome }[] = []
  readonly warnings: TwilioWarning[] = []
  /** Every request that was made for this call, in order of their answers. */
  readonly requests: WebhookExchange[] = []
  readonly streams: StreamFacts[] = []
  readonly clears: ClearFacts[] = []
  status: CallStatus = 'ringing'
  answeredAt: number | null = null
  endedAt: number | null = null
  /** The caller hears the agent right now. */
  agentIsSpeaking = false

  readonly #accountSid: string
  readonly #setup: CallSetup
  readonly #voice: CallerVoice
  readonly #runner: TwimlRunner
  readonly #statusCallbacks: StatusCallbacks
  #agentQuietSince = performance.now()
  #hungUp = false

  /** Places the call at once. */
  constructor(setup: CallSetup) {
    super()
    this.to = setup.to
    this.from = setup.from ?? '+12025550199'
    this.#accountSid = setup.accountSid
    this.#setup = setup
    this.#voice = new CallerVoice(setup.capture ?? true)
    const { statusEvents = ['completed'], statusDelivery = 'normal' } = setup
    this.#statusCallbacks = new StatusCallbacks(statusEvents, statusDelivery, (params) =>
      this.#reportStatus(params),
    )
    this.#runner = new TwimlRunner(
      callControl(this, setup, this.#voice, () =>
        this.#statusCallbacks.report('answered', this.fields()),
      ),
    )
    this.on('agentSpeaking', () => (this.agentIsSpeaking = true))
    this.on('agentQuiet', (at) => {
      this.agentIsSpeaking = false
      this.#agentQuietSince = at
    })
    this.ended = this.#run()
  }

  /** The running stream; `undefined` between streams. */
  get stream(): StreamFacts | undefined {
    return this.streams.find((stream) => stream.endedAt === null)
  }

  /**
   * Speaks after what the caller is already saying; mu-law at 8 kHz, or the same prepared once for many
   * calls. Waits for a stream if none is open. Resolves when the last frame was sent.
   */
  speak(audio: Uint8Array | PreparedAudio): Promise<SpokenFacts> {
    return this.#voice.speak(audio instanceof Uint8Array ? prepareAudio(audio) : audio)
  }

  /** Stops in the middle of what the caller is saying. */
  fallSilent(): void {
    this.#voice.fallSilent()
  }

  get callerIsSpeaking(): boolean {
    return this.#voice.isSpeaking()
  }

  /** Presses keys, `gapMs` apart. Without an open stream nobody notices. */
  async press(digits: string, gapMs = 120): Promise<void> {
    for (const [n, digit] of [...digits].entries()) {
      if (n > 0) await sleep(gapMs)
      this.stream?.media.pressKey(digit)
    }
  }

  /** Resolves once the caller has heard nothing for `quietMs`; rejects when the call ends before. */
  async agentIdle(quietMs: number, timeoutMs = 30_000): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs
    for (;;) {
      const now = performance.now()
      if (this.endedAt !== null) throw new Error('The call ended while the agent was waited for.')
      if (now > giveUpAt) throw new Error(`The agent was not quiet within ${timeoutMs} ms.`)
      const quietFor = now - this.#agentQuietSince
      if (this.agentIsSpeaking) await this.until('agentQuiet', giveUpAt - now)
      else if (quietFor >= quietMs) return
      else await this.until('agentSpeaking', quietMs - quietFor).catch(() => undefined)
    }
  }

  hangUp(): void {
    this.#hungUp = true
    this.#runner.stop()
  }

  /** Tears the media stream's connection down, as a network that fails; the next verb runs. */
  loseStream(): void {
    this.stream?.media.lose()
  }

  /** What Twilio's API does to a call: other TwiML, or the end. */
  update(change: { twiml: string } | { url: string; method: 'GET' | 'POST' } | 'completed'): void {
    if (change === 'completed') this.#runner.stop()
    else if ('twiml' in change) this.#runner.replace(change)
    else this.#runner.replace({ ...change, params: this.fields() })
  }

  /** Both legs so far: the caller on the left, the agent as it was heard on the right. */
  recording(): Wav {
    const now = performance.now()
    const agent = this.streams.flatMap((stream) => stream.media.playback.heardAudio(now))
    const received = this.streams.flatMap((stream) => stream.media.received)
    const caller = this.#setup.line ? received : this.#voice.spokenAudio()
    return mixRecording(this.startedAt, this.endedAt ?? now, caller, agent)
  }

  durationSec(): number {
    const end = this.endedAt ?? performance.now()
    return this.answeredAt === null ? 0 : Math.round((end - this.answeredAt) / 1000)
  }

  /** Writes into Twilio's debugger. */
  warn(code: number, message: string): void {
    const warning = { code, message, at: performance.now() }
    this.warnings.push(warning)
    this.emit('warning', warning)
  }

  /** The form fields that every request about this call carries. */
  fields(): Record<string, string> {
    return callFields({
      accountSid: this.#accountSid,
      callSid: this.callSid,
      from: this.from,
      to: this.to,
      status: this.status,
    })
  }

  async #run(): Promise<CallOutcome> {
    // Whoever placed the call can listen before anything happens.
    await Promise.resolve()
    const { customer, voiceUrl = '/twilio/voice' } = this.#setup
    this.#statusCallbacks.report('initiated', { ...this.fields(), CallStatus: 'initiated' })
    this.#statusCallbacks.report('ringing', this.fields())
    const url = new URL(voiceUrl, customer.publicUrl).href
    await this.#runner.run({ url, method: 'POST', params: this.fields() })
    return this.#finish()
  }

  async #finish(): Promise<CallOutcome> {
    this.endedAt = performance.now()
    this.#voice.fallSilent()
    if (this.status === 'in-progress') this.status = 'completed'
    if (this.status === 'ringing') this.status = this.#hungUp ? 'no-answer' : 'failed'
    const durationSec = this.durationSec()
    this.#statusCallbacks.report('completed', {
      ...this.fields(),
      CallDuration: String(durationSec),
      Duration: String(Math.ceil(durationSec / 60)),
    })
    await this.#statusCallbacks.flush()
    this.emit('ended')
    return { status: this.status, durationSec, endedBy: this.#hungUp ? 'caller' : 'customer' }
  }

  async #reportStatus(params: Record<string, string>): Promise<void> {
    const { customer, statusUrl = '/twilio/status' } = this.#setup
    if (statusUrl === null) return
    const url = new URL(statusUrl, customer.publicUrl).href
    const exchange = await sendWebhook(customer, { url, method: 'POST', params })
    this.requests.push(exchange)
    this.emit('request', exchange)
  }
}
