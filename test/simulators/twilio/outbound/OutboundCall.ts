/** A call that the account makes: of the API, into a conference, or of a `<Dial>`. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallOutcome, CallStatus } from '../callOptions.ts'
import type { CallSetup } from '../callSetup.ts'
import { callFields } from '../fields.ts'
import { Leg } from '../leg.ts'
import type { DocumentSource } from '../twimlRunner.ts'
import { detectMachine } from './amd.ts'
import type { Answerer, RingEnd } from './answerer.ts'
import type { CallOrder } from './order.ts'
import type { OutgoingCall } from './outgoing.ts'

type EndedBy = CallOutcome['endedBy']

export class OutboundCall extends Leg implements OutgoingCall {
  readonly direction: 'outbound-api' | 'outbound-dial'
  override readonly parentCallSid: string | null
  readonly order: CallOrder
  /** Resolves when the call is over and its status callbacks were delivered. */
  readonly ended: Promise<CallOutcome>
  status: CallStatus = 'queued'
  readonly #answerer: Answerer
  readonly #over = new AbortController()
  #endedBy: EndedBy = 'customer'

  /** `turn` resolves when the account may ring somebody again. */
  constructor(
    order: CallOrder,
    setup: CallSetup,
    answerer: Answerer,
    turn: (signal: AbortSignal) => Promise<void>,
  ) {
    super(setup, order.from)
    this.order = order
    this.direction = order.direction
    this.parentCallSid = order.parentCallSid
    this.#answerer = answerer
    this.ended = this.#run(turn)
  }

  /** Aborted when the call is over. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** Their phone rings. */
  rings(): void {
    if (this.status !== 'queued') return
    this.#become('ringing')
    this.statusCallbacks.report('ringing', this.fields())
  }

  /** Whoever was called hangs up. */
  hangUp(): void {
    this.#end('person')
  }

  /** The customer ends it, also while it rings. */
  cancel(): void {
    this.#end('customer')
  }

  override update(change: Parameters<Leg['update']>[0]): void {
    if (change === 'completed') this.cancel()
    else super.update(change)
  }

  fields(): Record<string, string> {
    const { callSid, from, to, status, direction, parentCallSid, answeredBy } = this
    const { accountSid } = this.setup
    const told = status === 'queued' ? 'initiated' : status
    return callFields({
      accountSid,
      callSid,
      from,
      to,
      status: told,
      direction,
      parentCallSid,
      answeredBy,
    })
  }

  #end(by: EndedBy): void {
    if (this.#over.signal.aborted) return
    this.#endedBy = by
    this.#over.abort()
    this.runner.stop()
  }

  async #run(turn: (signal: AbortSignal) => Promise<void>): Promise<CallOutcome> {
    // Whoever made the call can listen before anything happens.
    await Promise.resolve()
    await turn(this.over).catch(() => undefined)
    const end = this.over.aborted ? 'canceled' : await this.#ring()
    if (end === 'answered') await this.#talk()
    this.#become(end === 'answered' ? 'completed' : end)
    this.#over.abort()
    await this.close()
    return { status: this.status, durationSec: this.durationSec(), endedBy: this.#endedBy }
  }

  async #ring(): Promise<RingEnd | 'canceled'> {
    this.statusCallbacks.report('initiated', this.fields())
    const timeoutMs = this.order.timeoutSec * this.setup.exchange.secondMs
    const tooLong = AbortSignal.timeout(timeoutMs)
    const signal = AbortSignal.any([this.over, tooLong])
    const end = await this.#answerer.ring(this, signal).catch((error: unknown): RingEnd => {
      if (!signal.aborted) throw error
      return 'no-answer'
    })
    return this.over.aborted ? 'canceled' : end
  }

  async #talk(): Promise<void> {
    this.#become('ringing')
    this.answer()
    this.emit('statusChanged', this.status)
    const { order } = this
    const { secondMs } = this.setup.exchange
    const limit =
      order.timeLimitSec === null
        ? undefined
        : setTimeout(() => this.cancel(), order.timeLimitSec * secondMs)
    await this.#sendDigits()
    await detectMachine(this, order, this.#answerer.detection, this.setup)
    if (!this.over.aborted) await this.runner.run(this.#first(), order.meet)
    clearTimeout(limit)
  }

  #first(): DocumentSource | null {
    const { first } = this.order
    return first && 'url' in first ? { ...first, params: this.fields() } : first
  }

  /** `w` is half a second of silence, `W` a whole one. */
  async #sendDigits(): Promise<void> {
    const { secondMs } = this.setup.exchange
    for (const digit of this.order.sendDigits) {
      if (digit === 'w' || digit === 'W') {
        const waitMs = digit === 'w' ? secondMs / 2 : secondMs
        await sleep(waitMs, undefined, { signal: this.over }).catch(() => undefined)
      } else {
        this.playedDigits.push(digit)
        this.hearKey(digit)
      }
    }
  }

  #become(status: CallStatus): void {
    if (this.status === status) return
    this.status = status
    this.emit('statusChanged', status)
  }
}
