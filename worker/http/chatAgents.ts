import type { Context } from 'hono'
import type { ChatAgent } from '../../convex/model/agent.ts'
import { dataSettings } from '../config.ts'
import { chatAgent } from '../data/chats.ts'
import type { App } from './app.ts'

/** What was set of an agent is known for so long, in ms: what floods one page does not reach the data. */
const KNOWN_MS = 5_000
const MOST_KNOWN = 200
/** No id of an agent is longer. */
const LONGEST_ID = 64

// Only finished values are kept across requests: workerd lets no request wait for another's I/O.
const known = new Map<string, { agent: ChatAgent | null; until: number }>()

/** The agent that is written to; `null`: there is none, or it does not chat. */
export async function chatAgentOf(c: Context<App>, agentId: string): Promise<ChatAgent | null> {
  if (agentId.length > LONGEST_ID) return null
  const found = known.get(agentId)
  if (found && found.until > Date.now()) return found.agent
  const agent = await chatAgent(dataSettings(c.env), agentId)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(agentId, { agent, until: Date.now() + KNOWN_MS })
  return agent
}
