import type { ChatAgent } from '../../convex/model/agent.ts'
import { chatAgent } from './chats.ts'
import type { DataSettings } from './connection.ts'

/** What was set of an agent is known for so long, in ms: what floods one page does not reach the data. */
const KNOWN_MS = 5_000
const MOST_KNOWN = 200
/** No id of an agent is longer. */
const LONGEST_ID = 64
/** Whoever asks for one that somebody asks for already looks so often for the answer, */
const LOOK_MS = 25
/** and asks by themselves after so long: a request that was given up tells nobody. */
const PATIENCE_MS = 2_000

/** What is known of agents that chat, and who asks for them; `now`: epoch ms. */
export class ChatAgents {
  // Only finished values are kept across requests: workerd lets no request wait for another's I/O.
  readonly #known = new Map<string, { agent: ChatAgent | null; until: number }>()
  readonly #askedAt = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The agent that is written to, as `ask` tells; `null`: there is none, or it does not chat. */
  async get(agentId: string, ask: () => Promise<ChatAgent | null>): Promise<ChatAgent | null> {
    if (agentId.length > LONGEST_ID) return null
    const since = this.#now()
    for (;;) {
      const found = this.#known.get(agentId)
      if (found && found.until > this.#now()) return found.agent
      const askedAt = this.#askedAt.get(agentId) ?? -Infinity
      if (Math.min(askedAt, since) + PATIENCE_MS <= this.#now()) break
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
    this.#askedAt.set(agentId, this.#now())
    try {
      return this.#know(agentId, await ask())
    } finally {
      this.#askedAt.delete(agentId)
    }
  }

  #know(agentId: string, agent: ChatAgent | null): ChatAgent | null {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(agentId, { agent, until: this.#now() + KNOWN_MS })
    return agent
  }
}

const agents = new ChatAgents(() => Date.now())

/** The agent that is written to; `null`: there is none, or it does not chat. */
export const chatAgentOf = (settings: DataSettings, agentId: string): Promise<ChatAgent | null> =>
  agents.get(agentId, () => chatAgent(settings, agentId))
