import { useQuery } from 'convex/react'
import { useMemo } from 'react'
import { api } from '../../convex/_generated/api.js'
import type { Doc } from '../../convex/_generated/dataModel.js'

/**
 * What agents of the release before have not, whose Worker may still answer for a while. Written out, as the
 * schemas bring the tables of phone numbers along, which few pages need.
 */
export const LATER: Pick<Doc<'agents'>, 'tools' | 'afterCall' | 'chat' | 'sip'> = {
  tools: {
    endCall: true,
    sendDtmf: false,
    collectDigits: false,
    timeZone: null,
    sms: null,
    handOff: [],
    destinations: [],
    http: [],
    mcp: [],
    lookup: null,
    variables: [],
    keepsPromises: false,
  },
  afterCall: { outcome: null, webhooks: [], discord: null },
  chat: {
    allowedOrigins: [],
    greeting: '',
    model: '',
    messagesPerConversation: 100,
    messagesPerDay: 2000,
    usdPerDay: 10,
    handOver: false,
    turnstile: null,
  },
  sip: { answersUnknown: false },
}

/** Every agent, the oldest first; `undefined` while they load. */
export function useAgents(): Doc<'agents'>[] | undefined {
  const agents = useQuery(api.agents.list)
  return useMemo(() => agents?.map(whole), [agents])
}

function whole(agent: Doc<'agents'>): Doc<'agents'> {
  return { ...LATER, ...agent, tools: { ...LATER.tools, ...agent.tools } }
}
