/**
 * What a function looked at of who asks. Most look at the role alone, and so one run serves all who have
 * it: whoever agrees in what was looked at would have got the same answer.
 */
import type { UserIdentity } from 'convex/server'

/** Names of claims; `null` stands for all of them. Empty: it was not even asked who asks. */
export type IdentityReads = ReadonlySet<string | null>

/** Looked at by whoever asks for an identity at all: whether there is one. */
const PRESENCE = 'tokenIdentifier?'

export class IdentityLog {
  readonly reads = new Set<string | null>()
  readonly #identity: UserIdentity | null

  constructor(identity: UserIdentity | null) {
    this.#identity = identity
  }

  /** What `ctx.auth.getUserIdentity()` resolves to. */
  identity(): UserIdentity | null {
    this.reads.add(PRESENCE)
    if (this.#identity === null) return null
    return new Proxy(this.#identity, {
      get: (identity, claim) => {
        if (typeof claim === 'symbol') return undefined
        // A promise is resolved with it, which looks for this.
        if (claim !== 'then') this.reads.add(claim)
        return identity[claim]
      },
      has: (identity, claim) => {
        this.reads.add(String(claim))
        return claim in identity
      },
      ownKeys: (identity) => {
        this.reads.add(null)
        return Reflect.ownKeys(identity)
      },
    })
  }
}

/** Whether a function that looked at `reads` cannot tell the two apart. */
export function isAlike(
  reads: IdentityReads,
  one: UserIdentity | null,
  other: UserIdentity | null,
): boolean {
  if (reads.size === 0 || one === other) return true
  if (one === null || other === null) return false
  if (reads.has(null)) return JSON.stringify(one) === JSON.stringify(other)
  return [...reads].every((claim) => {
    const name = claim ?? ''
    return JSON.stringify(one[name]) === JSON.stringify(other[name])
  })
}
