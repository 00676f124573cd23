/** One simulated phone call to the customer, from the webhook to the last status callback. */
import type { CallOutcome, CallStatus } from './callOptions.ts'
import type { CallSetup } from './callSetup.ts'
import { callFields, callToken } from './fields.ts'
import { Leg } from './leg.ts'

/** Who has not marked the end of what they said may only have been held up, for so long. */
const HELD_UP_MS = 2_000

export class SimulatedCall extends Leg {
  readonly direction = 'inbound'
  /** Resolves when the call is over and its status callbacks were delivered. */
  readonly ended: Promise<CallOutcome>
  status: CallStatus = 'ringing'
  /** The caller hears the agent right now. */
  agentIsSpeaking = false
  #agentQuietSince = performance.now()
  #hungUp = false

  /** Places the call at once. */
  constructor(setup: CallSetup) {
    super(setup, setup.from ?? '+12025550199')
    this.on('agentSpeaking', () => (this.agentIsSpeaking = true))
    this.on('agentQuiet', (at) => {
      this.agentIsSpeaking = false
      this.#agentQuietSince = at
    })
    this.ended = this.#run()
  }

  /**
   * Resolves once the caller has heard nothing for `quietMs`, or for two seconds where the customer has
   * sent no mark behind it; rejects when the call ends before.
   */
  async agentIdle(quietMs: number, timeoutMs = 30_000): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs
    for (;;) {
      const now = performance.now()
      if (this.endedAt !== null) throw new Error('The call ended while the agent was waited for.')
      if (now > giveUpAt) throw new Error(`The agent was not quiet within ${timeoutMs} ms.`)
      const hasFinished = this.stream?.media.playback.endsInMark() ?? true
      const idleAt = this.#agentQuietSince + (hasFinished ? quietMs : Math.max(quietMs, HELD_UP_MS))
      if (this.agentIsSpeaking) await this.until('agentQuiet', giveUpAt - now)
      else if (idleAt <= now) return
      else await this.#somethingHeard(idleAt - now)
    }
  }

  /** Resolves when the agent is heard or was heard to its end, at the latest after so long. */
  async #somethingHeard(timeoutMs: number): Promise<void> {
    const heard = ['agentSpeaking', 'markEchoed'] as const
    await Promise.race(heard.map((name) => this.until(name, timeoutMs).catch(() => undefined)))
  }

  hangUp(): void {
    this.#hungUp = true
    this.runner.stop()
  }

  /** Tears the media stream's connection down, as a network that fails; the next verb runs. */
  loseStream(): void {
    this.stream?.media.lose()
  }

  /** What lets the customer ring others with this caller's number. */
  get callToken(): string {
    return callToken(this.callSid)
  }

  fields(): Record<string, string> {
    const { callSid, from, to, status, direction, callToken: token } = this
    const { accountSid } = this.setup
    return callFields({ accountSid, callSid, from, to, status, direction, callToken: token })
  }

  async #run(): Promise<CallOutcome> {
    // Whoever placed the call can listen before anything happens.
    await Promise.resolve()
    const { customer, voiceUrl = '/twilio/voice' } = this.setup
    this.statusCallbacks.report('initiated', { ...this.fields(), CallStatus: 'initiated' })
    this.statusCallbacks.report('ringing', this.fields())
    const url = new URL(voiceUrl, customer.publicUrl).href
    await this.runner.run({ url, method: 'POST', params: this.fields() })
    if (this.status === 'in-progress') this.status = 'completed'
    if (this.status === 'ringing') this.status = this.#hungUp ? 'no-answer' : 'failed'
    await this.close()
    const { status } = this
    return {
      status,
      durationSec: this.durationSec(),
      endedBy: this.#hungUp ? 'caller' : 'customer',
    }
  }
}
