import { useMutation } from 'convex/react'
import { useMemo, useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { AgentSettings } from '../../../convex/model/agent.ts'
import type { NewAgent } from '../../../convex/model/newAgent.ts'
import { redirect, useLeaveGuard } from '../../lib/navigation.ts'
import { sameValue } from '../../lib/sameValue.ts'
import { showToast } from '../../lib/toasts.ts'
import { type AgentDraft, emptyDraft } from './draft.ts'
import type { Answer } from '../../components/HighCostDialog.tsx'
import { useAgentForm } from './useAgentForm.ts'

/** Kept outside the page, so that a sign-in in between does not lose what was typed. */
let kept: AgentDraft | null = null

addEventListener('beforeunload', (event) => {
  if (kept) event.preventDefault()
})

/** The form of an agent that is not there yet; `start`: what it begins with. */
export function useNewAgent(start: NewAgent | undefined) {
  const create = useMutation(api.agents.create)
  const base = useMemo(() => emptyDraft(start), [start])
  const [values, setValues] = useState(kept ?? base)
  const change = (next: AgentDraft) => {
    kept = sameValue(next, base) ? null : next
    setValues(next)
  }
  const store = async (settings: AgentSettings, { confirmed }: Answer) => {
    const agent = await create({ settings, confirmed })
    kept = null
    const voice = settings.capabilities.includes('voice')
    redirect(`/agents/${agent._id}/${voice ? 'voice' : 'chat'}`)
    const next = voice
      ? 'Give it a phone number, or talk to it under Test.'
      : 'Put it on your pages, or write to it under Test.'
    showToast(`${agent.name} is created. ${next}`)
  }
  useLeaveGuard({
    active: !sameValue(values, base),
    staysOn: () => false,
    onLeave: () => {
      kept = null
    },
  })
  return useAgentForm({ agentId: null, values, base, change, store })
}
