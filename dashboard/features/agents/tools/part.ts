import type { ToolsDraft } from '../draft.ts'
import type { AgentForm } from '../useAgentForm.ts'

export type HttpToolDraft = ToolsDraft['http'][number]
export type HeaderDraft = HttpToolDraft['headers'][number]
export type DestinationDraft = ToolsDraft['destinations'][number]
export type McpServerDraft = ToolsDraft['mcp'][number]

/** What a part of the Tools tab needs. */
export interface ToolsPartProps {
  tools: ToolsDraft
  set: (changes: Partial<ToolsDraft>) => void
  /** By paths within the tools. */
  errorAt: AgentForm['errorAt']
  /** Whether a sentence is to be shown anywhere below this path. */
  isWrong: (path: string) => boolean
  agentId: string | null
  locale: AgentForm['values']['voice']['locale']
}

/** The same list with one item changed, added or left out. */
export const changed = <T>(list: readonly T[], at: number, item: T): T[] => list.with(at, item)
export const without = <T>(list: readonly T[], at: number): T[] => list.toSpliced(at, 1)
