import type { AfterCallDraft } from '../draft.ts'
import type { AgentForm } from '../useAgentForm.ts'

/** What each part of the tab needs. */
export interface AfterCallPartProps {
  afterCall: AfterCallDraft
  set: (changes: Partial<AfterCallDraft>) => void
  errorAt: AgentForm['errorAt']
  /** Whose secrets are entered here. */
  agentId: string
}
