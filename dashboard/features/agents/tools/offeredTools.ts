import type { FetchedTools } from '../../../../convex/model/api.ts'
import type { AllowedTool } from '../../../../convex/model/tools.ts'

export type FetchedTool = FetchedTools['tools'][number]

export interface OfferedTool {
  tool: FetchedTool
  /** `changed`: it was allowed as it was before; `gone`: the server has it no more. */
  state: 'new' | 'allowed' | 'changed' | 'gone'
}

/** What may be allowed: what the server has, and what was allowed. `fetched`: `null`, it was not asked. */
export function offeredTools(
  fetched: readonly FetchedTool[] | null,
  allowed: readonly AllowedTool[],
): OfferedTool[] {
  const before = new Map(allowed.map((tool) => [tool.name, tool]))
  if (fetched === null) return allowed.map((tool) => ({ tool, state: 'allowed' }))
  const there = fetched.map((tool): OfferedTool => {
    const known = before.get(tool.name)
    if (!known) return { tool, state: 'new' }
    return { tool, state: known.fingerprint === tool.fingerprint ? 'allowed' : 'changed' }
  })
  const names = new Set(fetched.map(({ name }) => name))
  const gone = allowed.filter(({ name }) => !names.has(name))
  return [...there, ...gone.map((tool): OfferedTool => ({ tool, state: 'gone' }))]
}

/** The same list with this tool allowed as it is now, or no more. */
export function withAllowed(
  allowed: readonly AllowedTool[],
  { name, fingerprint, description, parameters }: FetchedTool,
  isOn: boolean,
): AllowedTool[] {
  const others = allowed.filter((tool) => tool.name !== name)
  return isOn ? [...others, { name, fingerprint, description, parameters }] : others
}
