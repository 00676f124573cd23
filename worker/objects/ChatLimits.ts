import { DurableObject } from 'cloudflare:workers'
import * as z from 'zod'

/** What stands before the names of these objects: whose requests they count. */
export const OF_NETWORK = 'network:'
export const OF_AGENT = 'agent:'

/** One network may begin so many conversations within `WINDOW_MS`, */
const BEGINS = 20
/** take so many up, */
const RESUMES = 120
const WINDOW_MS = 10 * 60_000
/** and have so many at once. One of which nothing is heard for so long counts no more. */
const AT_ONCE = 50
const PLACE_MS = 60 * 60_000

const networkSchema = z.object({
  /** Epoch ms, oldest first. */
  begins: z.array(z.number()),
  resumes: z.array(z.number()),
  /** Until when each conversation counts, epoch ms. */
  places: z.record(z.string(), z.number()),
})
type Network = z.infer<typeof networkSchema>

const daySchema = z.object({ day: z.string(), messages: z.number(), usd: z.number() })
type Day = z.infer<typeof daySchema>

/** Why something is not to be; `retryAfterSec`: when it may be. */
export interface OverLimit {
  what: 'begins' | 'at_once' | 'resumes'
  retryAfterSec: number
}

/** Which of an agent's limits of a day is reached. */
export type UsedUp = 'messages' | 'usd'

/**
 * Counts what a network's visitors begin, or what an agent's conversations of a day take: an object for
 * each, so that nobody waits for what others do.
 */
export class ChatLimits extends DurableObject {
  /** A conversation begins; `null`: it may. */
  begin(chatId: string): OverLimit | null {
    const now = Date.now()
    const network = this.#network(now)
    const over = overOf('begins', network.begins, BEGINS, now) ?? fullOf(network, now)
    if (over) return over
    const places = { ...network.places, [chatId]: now + PLACE_MS }
    this.#putNetwork({ ...network, begins: [...network.begins, now], places })
    return null
  }

  /** A conversation is taken up again; `null`: it may be. */
  resume(chatId: string): OverLimit | null {
    const now = Date.now()
    const network = this.#network(now)
    const over = overOf('resumes', network.resumes, RESUMES, now)
    if (over) return over
    const places = network.places[chatId] === undefined ? {} : { [chatId]: now + PLACE_MS }
    const resumes = [...network.resumes, now]
    this.#putNetwork({ ...network, resumes, places: { ...network.places, ...places } })
    return null
  }

  /** A conversation has ended. Safe to repeat. */
  release(chatId: string): void {
    const network = this.#network(Date.now())
    const { [chatId]: _, ...places } = network.places
    this.#putNetwork({ ...network, places })
  }

  /** Counts a message of today's (UTC); `null`: it may be answered. */
  take({ messages, usd }: { messages: number; usd: number }): UsedUp | null {
    const day = this.#day()
    if (day.messages >= messages) return 'messages'
    if (day.usd >= usd) return 'usd'
    this.ctx.storage.kv.put('day', { ...day, messages: day.messages + 1 })
    return null
  }

  /** What an answer has cost, in USD. */
  spend(usd: number): void {
    const day = this.#day()
    this.ctx.storage.kv.put('day', { ...day, usd: day.usd + usd })
  }

  #day(): Day {
    const day = new Date(Date.now()).toISOString().slice(0, 10)
    const { data } = daySchema.safeParse(this.ctx.storage.kv.get('day'))
    return data?.day === day ? data : { day, messages: 0, usd: 0 }
  }

  /** Without what counts no more. */
  #network(now: number): Network {
    const { data } = networkSchema.safeParse(this.ctx.storage.kv.get('network'))
    const { begins, resumes, places } = data ?? { begins: [], resumes: [], places: {} }
    const isRecent = (at: number) => at > now - WINDOW_MS
    return {
      begins: begins.filter(isRecent),
      resumes: resumes.filter(isRecent),
      places: Object.fromEntries(Object.entries(places).filter(([, until]) => until > now)),
    }
  }

  #putNetwork(network: Network): void {
    this.ctx.storage.kv.put('network', network)
    // Nothing of it counts by then, so that networks that come once are not kept.
    void this.ctx.storage.setAlarm(Date.now() + PLACE_MS)
  }

  override async alarm(): Promise<void> {
    const { begins, resumes, places } = this.#network(Date.now())
    const isEmpty = [...begins, ...resumes, ...Object.keys(places)].length === 0
    if (isEmpty) await this.ctx.storage.deleteAll()
    else await this.ctx.storage.setAlarm(Date.now() + WINDOW_MS)
  }
}

function overOf(
  what: 'begins' | 'resumes',
  times: readonly number[],
  most: number,
  now: number,
): OverLimit | null {
  const first = times.at(-most)
  if (first === undefined) return null
  return { what, retryAfterSec: Math.max(1, Math.ceil((first + WINDOW_MS - now) / 1000)) }
}

function fullOf({ places }: Network, now: number): OverLimit | null {
  const ends = Object.values(places)
  if (ends.length < AT_ONCE) return null
  const retryAfterSec = Math.max(1, Math.ceil((Math.min(...ends) - now) / 1000))
  return { what: 'at_once', retryAfterSec }
}
