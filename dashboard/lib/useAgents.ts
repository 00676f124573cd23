import { useQuery } from 'convex/react'
import { useMemo } from 'react'
import { api } from '../../convex/_generated/api.js'
import type { Doc } from '../../convex/_generated/dataModel.js'
import { afterCallSchema } from '../../convex/model/afterCall.ts'
import { toolsSchema } from '../../convex/model/tools.ts'

/** What agents of the release before have not, whose Worker may still answer for a while. */
const LATER = { tools: toolsSchema.parse({}), afterCall: afterCallSchema.parse({}) }

/** Every agent, the oldest first; `undefined` while they load. */
export function useAgents(): Doc<'agents'>[] | undefined {
  const agents = useQuery(api.agents.list)
  return useMemo(() => agents?.map((agent) => ({ ...LATER, ...agent })), [agents])
}
