import type { ToolSettings } from '../../convex/model/tools.ts'
import type { Tool } from '../call/ports.ts'
import { endCall } from './endCall.ts'
import { httpTools } from './http/index.ts'
import type { OwnToolMakers } from './makers.ts'
import { mcpTools } from './mcp/index.ts'

/** Every tool an agent can use. */
export const TOOLS: readonly Tool[] = [endCall]

/** The tools of the operator's own that an agent can use beside them. */
export function ownTools({ http, mcp }: ToolSettings, makers: OwnToolMakers): Tool[] {
  const own = httpTools(http, makers)
  const taken = new Set([...TOOLS, ...own].map(({ description }) => description.name))
  return [...own, ...mcpTools(mcp, makers, taken)]
}
