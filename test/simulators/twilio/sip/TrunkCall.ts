/**
 * A call through an Elastic SIP trunk straight to a SIP endpoint: no webhook, no TwiML, and a REFER that
 * is blind. https://www.twilio.com/docs/sip-trunking/call-transfer
 */
import type { Account } from '../account.ts'
import { CallEmitter } from '../callEvents.ts'
import { CallerVoice, prepareAudio } from '../callerVoice.ts'
import { Ear } from '../ear.ts'
import { mixRecording } from '../../audio/recording.ts'
import type { OutgoingCall } from '../outbound/outgoing.ts'
import { Mixer, type Sounding } from '../rooms/mixer.ts'
import { newSid } from '../sid.ts'
import type { SipLine } from '../../lib/sip.ts'
import { parseSipUri } from './uri.ts'

/**
 * What the trunk makes of a REFER. `nothing`: it says 202, and nothing happens, as where transfers to
 * phone numbers are not enabled.
 */
export type TrunkTransfer = 'enabled' | 'refused' | 'nothing'

export interface TrunkCallOptions {
  /** The endpoint's address, with headers behind a question mark. */
  uri: string
  from?: string
  transfer?: TrunkTransfer
}

const [ACCEPTED, FORBIDDEN] = [202, 403]

export class TrunkCall extends CallEmitter {
  readonly callSid = newSid('CA')
  readonly from: string
  readonly startedAt = performance.now()
  /** The status of the INVITE's answer, when it is over. */
  readonly ended: Promise<number | null>
  /** Where a REFER has moved the caller. */
  moved: OutgoingCall | null = null
  readonly #account: Account
  readonly #options: TrunkCallOptions
  readonly #caller = new Party(this.callSid)
  readonly #endpoint = new Party(newSid('CA'))
  readonly #mixer = new Mixer<Sounding>({ hears: () => true, music: () => false })
  readonly #over = new AbortController()
  /** The endpoint's side of it. */
  readonly #left = new AbortController()

  constructor(account: Account, options: TrunkCallOptions) {
    super()
    this.#account = account
    this.#options = options
    this.from = options.from ?? '+12025550199'
    this.#over.signal.addEventListener('abort', () => this.#left.abort(), { once: true })
    this.ended = this.#run()
  }

  /** The caller says something; mu-law at 8 kHz. */
  async speak(audio: Uint8Array): Promise<void> {
    await this.#caller.voice.speak(prepareAudio(audio))
  }

  press(digits: string): void {
    for (const digit of digits) this.#endpoint.keys.forEach((listener) => listener(digit))
  }

  hangUp(): void {
    this.#over.abort()
  }

  /** Caller left, endpoint as it was heard right. */
  recording() {
    const { voice, ear } = this.#caller
    return mixRecording(this.startedAt, performance.now(), voice.spokenAudio(), ear.heardAudio())
  }

  async #run(): Promise<number | null> {
    await Promise.resolve()
    const address = parseSipUri(this.#options.uri)
    if (!address || !this.#account.sip) return null
    const headers = [{ name: 'X-Twilio-CallSid', value: this.callSid }, ...address.headers]
    const invite = { ...address, headers, from: this.from }
    const over = new Promise<null>((resolve) => {
      this.#over.signal.addEventListener('abort', () => resolve(null), { once: true })
    })
    const status = await Promise.race([this.#account.sip.invite(invite, this.#line()), over])
    if (status !== null && status < 300) await this.#talk(over)
    this.#over.abort()
    this.emit('ended')
    return status
  }

  async #talk(over: Promise<null>): Promise<void> {
    this.#mixer.add(this.#caller)
    this.#mixer.add(this.#endpoint)
    this.emit('joined', this.#options.uri, performance.now())
    await over
    this.#mixer.remove(this.#caller)
    this.#mixer.remove(this.#endpoint)
  }

  #line(): SipLine {
    const { voice, listeners, keys } = this.#endpoint
    return {
      over: this.#left.signal,
      onAudio: (listener) => void listeners.push(listener),
      onKey: (listener) => void keys.push(listener),
      say: async (audio) => void (await voice.speak(prepareAudio(audio))),
      fallSilent: () => voice.fallSilent(),
      ringing: () => undefined,
      bye: () => this.#over.abort(),
      refer: async (target) => this.#refer(target),
    }
  }

  #refer(target: string): number {
    const { transfer = 'enabled' } = this.#options
    if (transfer === 'refused') return FORBIDDEN
    if (transfer === 'enabled') this.#move(target.replace(/^tel:/, ''))
    return ACCEPTED
  }

  /** The endpoint is out of it; the caller hears whoever picks up. */
  #move(to: string): void {
    this.#left.abort()
    this.#mixer.remove(this.#endpoint)
    const moved = this.#account.call({
      to,
      from: this.from,
      direction: 'outbound-dial',
      parentCallSid: this.callSid,
      first: null,
      fallbackUrl: null,
      meet: (signal) => this.#meet(moved, signal),
      told: null,
      timeoutSec: 60,
      timeLimitSec: null,
      sendDigits: '',
      amd: null,
    })
    this.moved = moved
    void moved.ended.then(() => this.#over.abort())
    this.#over.signal.addEventListener('abort', () => moved.cancel(), { once: true })
  }

  async #meet(moved: OutgoingCall, signal: AbortSignal): Promise<void> {
    this.#mixer.add(moved)
    moved.emit('joined', this.#options.uri, performance.now())
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
    this.#mixer.remove(moved)
  }
}

class Party implements Sounding {
  readonly voice = new CallerVoice(true)
  readonly ear = new Ear(true)
  readonly listeners: ((audio: Uint8Array) => void)[] = []
  readonly keys: ((digit: string) => void)[] = []
  readonly callSid: string

  constructor(callSid: string) {
    this.callSid = callSid
  }

  next(at: number): string | null {
    return this.voice.next(at)
  }

  hear(frame: Uint8Array, at: number): void {
    this.ear.hear(frame, at)
    for (const listener of this.listeners) listener(frame)
  }
}
