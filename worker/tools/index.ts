import type { Locale } from '../../convex/model/locales.ts'
import type { ToolSettings } from '../../convex/model/tools.ts'
import type { Outside } from '../accounts.ts'
import type { Tool } from '../call/ports.ts'
import { endCall } from './endCall.ts'
import { httpTools } from './http/index.ts'
import { mcpTools } from './mcp/index.ts'

/** Every tool an agent can use. */
export const TOOLS: readonly Tool[] = [endCall]

/** The tools of the operator's own that an agent can use beside them. */
export function ownTools({ http, mcp }: ToolSettings, outside: Outside, locale: Locale): Tool[] {
  const own = httpTools(http, outside, locale)
  const taken = new Set([...TOOLS, ...own].map(({ description }) => description.name))
  return [...own, ...mcpTools(mcp, outside, locale, taken)]
}
