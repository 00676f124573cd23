import type { Call } from '../../../convex/model/call.ts'
import { useAgents } from '../../lib/useAgents.ts'

/** The language that the call's agent is set to, BCP 47: screen readers pronounce the words by it. */
export function useCallLanguage({ agentId }: Pick<Call, 'agentId'>): string | undefined {
  const agents = useAgents()
  return agents?.find(({ _id }) => _id === agentId)?.voice.locale
}
