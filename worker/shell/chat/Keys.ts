import * as z from 'zod'
import { sha256 } from '../../lib/hash.ts'
import { randomId } from '../../lib/randomId.ts'
import type { CallStorage } from '../storage.ts'

/** Of a secret and of a ticket: 256 bits. */
const BYTES = 32
/** A ticket that was not used by then is worth nothing; ms. */
const TICKET_MS = 60_000
/** Answers that were lost on the way, and windows that resume at the same time. */
const MOST_FRESH = 4
const MOST_TICKETS = 10

const KEYS = 'keys'
const keysSchema = z.object({
  /** The secret that was used last. It is good until one of those that followed it was used. */
  used: z.string().nullable(),
  /** What was given out since, and not used yet. */
  fresh: z.array(z.string()),
  tickets: z.array(z.object({ hash: z.string(), until: z.number() })),
})
type Keys = z.infer<typeof keysSchema>

/** What opens a conversation, as its visitor gets it. */
export interface KeyParts {
  secret: string
  ticket: string
}

/**
 * The keys to one conversation, of which hashes are stored alone. A secret resumes it and is followed by
 * another one; the last one that was used stays good until then, or an answer that is lost on the way would
 * lose the conversation.
 */
export class ChatKeys {
  readonly #storage: CallStorage
  readonly #now: () => number

  /** `now`: epoch ms. */
  constructor(storage: CallStorage, now: () => number) {
    this.#storage = storage
    this.#now = now
  }

  /** The first key. */
  async begin(): Promise<KeyParts> {
    return this.#give({ used: null, fresh: [], tickets: [] })
  }

  /** The next key; `null`: this secret opens nothing. */
  async resume(secret: string): Promise<KeyParts | null> {
    const hash = await sha256(secret)
    const keys = this.#keys
    if (hash === keys.used) return this.#give(keys)
    if (!keys.fresh.includes(hash)) return null
    return this.#give({ ...keys, used: hash, fresh: [] })
  }

  /** Whether this ticket opens a socket: once, and in time. */
  async redeem(ticket: string): Promise<boolean> {
    const hash = await sha256(ticket)
    const keys = this.#keys
    const found = keys.tickets.find((one) => one.hash === hash)
    if (!found) return false
    this.#put({ ...keys, tickets: keys.tickets.filter((one) => one !== found) })
    return found.until > this.#now()
  }

  async #give(keys: Keys): Promise<KeyParts> {
    const given = { secret: randomId(BYTES), ticket: randomId(BYTES) }
    const [secret, ticket] = await Promise.all([sha256(given.secret), sha256(given.ticket)])
    const until = this.#now() + TICKET_MS
    this.#put({
      ...keys,
      fresh: [...keys.fresh, secret].slice(-MOST_FRESH),
      tickets: [...keys.tickets, { hash: ticket, until }].slice(-MOST_TICKETS),
    })
    return given
  }

  get #keys(): Keys {
    const none: Keys = { used: null, fresh: [], tickets: [] }
    return keysSchema.safeParse(this.#storage.kv.get(KEYS)).data ?? none
  }

  #put(keys: Keys): void {
    this.#storage.kv.put(KEYS, keys)
  }
}
