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
  /** The secret that was used last. It is good until something that was given for it was used. */
  used: z.string().nullable(),
  /** What was given out since, and not used yet. */
  fresh: z.array(z.string()),
  /** `secret`: the one that was given together with it. */
  tickets: z.array(z.object({ hash: z.string(), until: z.number(), secret: z.string() })),
})
type Keys = z.infer<typeof keysSchema>

const NONE: Keys = { used: null, fresh: [], tickets: [] }

/** What opens a conversation, as its visitor gets it. */
export interface KeyParts {
  secret: string
  ticket: string
}

/**
 * The keys to one conversation, of which hashes are stored alone. A secret resumes it and is followed by
 * another one. It stays good until what followed it was used, its ticket or the new secret itself: an answer
 * that is lost on the way loses nothing, and who has got it leaves nothing behind that opens.
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
    const made = await makeKey()
    this.#put(this.#with(NONE, made))
    return made.given
  }

  /** The next key; `null`: this secret opens nothing. */
  async resume(secret: string): Promise<KeyParts | null> {
    const [hash, made] = await Promise.all([sha256(secret), makeKey()])
    // From here on nothing is waited for: two who come at once would undo what the other one did.
    const keys = this.#keys
    if (hash !== keys.used && !keys.fresh.includes(hash)) return null
    const followed = hash === keys.used ? keys : { ...keys, used: hash, fresh: [] }
    this.#put(this.#with(followed, made))
    return made.given
  }

  /** Whether this ticket opens a socket: once, and in time. */
  async redeem(ticket: string): Promise<boolean> {
    const hash = await sha256(ticket)
    const keys = this.#keys
    const found = keys.tickets.find((one) => one.hash === hash)
    if (!found) return false
    const tickets = keys.tickets.filter((one) => one !== found)
    const isInTime = found.until > this.#now()
    const arrived = isInTime && keys.fresh.includes(found.secret)
    this.#put({ ...keys, tickets, used: arrived ? null : keys.used })
    return isInTime
  }

  #with(keys: Keys, { secret, ticket }: MadeKey): Keys {
    const until = this.#now() + TICKET_MS
    return {
      ...keys,
      fresh: [...keys.fresh, secret].slice(-MOST_FRESH),
      tickets: [...keys.tickets, { hash: ticket, until, secret }].slice(-MOST_TICKETS),
    }
  }

  get #keys(): Keys {
    return keysSchema.safeParse(this.#storage.kv.get(KEYS)).data ?? NONE
  }

  #put(keys: Keys): void {
    this.#storage.kv.put(KEYS, keys)
  }
}

/** A key, and the hashes of its parts. */
interface MadeKey {
  given: KeyParts
  secret: string
  ticket: string
}

async function makeKey(): Promise<MadeKey> {
  const given = { secret: randomId(BYTES), ticket: randomId(BYTES) }
  const [secret, ticket] = await Promise.all([sha256(given.secret), sha256(given.ticket)])
  return { given, secret, ticket }
}
