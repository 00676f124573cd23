import { useQuery } from 'convex/react'
import { api } from '../../../convex/_generated/api.js'
import type { Call } from '../../../convex/model/call.ts'

/** The language that the call's agent is set to, BCP 47: screen readers pronounce the words by it. */
export function useCallLanguage({ agentId }: Pick<Call, 'agentId'>): string | undefined {
  const agents = useQuery(api.agents.list)
  return agents?.find(({ _id }) => _id === agentId)?.voice.locale
}
