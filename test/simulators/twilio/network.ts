/**
 * The network between Twilio and the customer's server. Messages of one way stay in order, as they do
 * in a TCP connection: one that is held up holds up those behind it.
 */
export interface Network {
  /** From the customer to Twilio, and back: the least a message needs, in ms. */
  downMs: number
  upMs: number
  /** What is added to each message, on average, in ms. */
  jitterMs?: number
  /** Now and then nothing passes for a while, as when a packet is lost and sent again. */
  stalls?: Stalls
}

export interface Stalls {
  /** From the end of one to the next, on average, in ms. */
  everyMs: number
  shortestMs: number
  longestMs: number
}

/** What a mobile caller's or a busy network's lost packets look like. */
export const SOME_STALLS: Stalls = { everyMs: 8_000, shortestMs: 200, longestMs: 500 }

export type Random = () => number

/** One way through a network: it says when a message arrives. Times are ms of any one clock. */
export class Way {
  readonly #leastMs: number
  readonly #jitterMs: number
  readonly #stalls: Stalls | undefined
  readonly #random: Random
  #lastArrival = Number.NEGATIVE_INFINITY
  #stall: { from: number; until: number } | null = null

  constructor(leastMs: number, network: Omit<Network, 'downMs' | 'upMs'>, random: Random) {
    this.#leastMs = leastMs
    this.#jitterMs = network.jitterMs ?? 0
    this.#stalls = network.stalls
    this.#random = random
  }

  /** When a message arrives that leaves now. */
  arrival(now: number): number {
    const passesAt = this.#stallEnd(now) + this.#leastMs + this.#jitter()
    this.#lastArrival = Math.max(this.#lastArrival, passesAt)
    return this.#lastArrival
  }

  /** Now, or the end of the stall that is on now. */
  #stallEnd(now: number): number {
    if (!this.#stalls) return now
    this.#stall ??= this.#stallAfter(now, this.#stalls)
    while (this.#stall.until <= now) this.#stall = this.#stallAfter(this.#stall.until, this.#stalls)
    return this.#stall.from <= now ? this.#stall.until : now
  }

  #stallAfter(time: number, { everyMs, shortestMs, longestMs }: Stalls) {
    const from = time + this.#exponential(everyMs)
    return { from, until: from + shortestMs + this.#random() * (longestMs - shortestMs) }
  }

  /** Mostly near the average, at times three times as much: a gamma distribution of shape 2. */
  #jitter(): number {
    if (this.#jitterMs === 0) return 0
    return this.#exponential(this.#jitterMs / 2) + this.#exponential(this.#jitterMs / 2)
  }

  #exponential(mean: number): number {
    return -mean * Math.log(1 - this.#random())
  }
}

type Deliver = (at: number) => void

/** Carries messages over a way, in the time of `performance.now()`. Without one they arrive at once. */
export class Carriage {
  readonly #way: Way | null
  readonly #coming: { at: number; deliver: Deliver }[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(way: Way | null) {
    this.#way = way
  }

  /**
   * `deliver` is told when the message arrived, which may be a little before it is called. `leftAt`
   * may be a little before now, too: a machine that is busy is no part of the network.
   */
  carry(deliver: Deliver, leftAt = performance.now()): void {
    if (!this.#way) return deliver(leftAt)
    this.#coming.push({ at: this.#way.arrival(leftAt), deliver })
    this.#arm()
  }

  /** Delivers what has arrived by now, for those who must not see things in another order. */
  deliverDue(): void {
    while (this.#coming[0] && this.#coming[0].at <= performance.now()) {
      const { at, deliver } = this.#coming[0]
      this.#coming.shift()
      deliver(at)
    }
    this.#arm()
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const next = this.#coming[0]
    if (!next) return
    const waitMs = Math.max(0, next.at - performance.now())
    this.#timer = setTimeout(() => this.deliverDue(), waitMs)
  }
}
