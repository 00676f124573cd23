import { useMutation } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { AgentSettings } from '../../../convex/model/agent.ts'
import { redirect, useLeaveGuard } from '../../lib/navigation.ts'
import { sameValue } from '../../lib/sameValue.ts'
import { showToast } from '../../lib/toasts.ts'
import { type AgentDraft, emptyDraft } from './draft.ts'
import { useAgentForm } from './useAgentForm.ts'

const BASE = emptyDraft()
/** Kept outside the page, so that a sign-in in between does not lose what was typed. */
let kept: AgentDraft = BASE

/** The form of an agent that is not there yet. */
export function useNewAgent() {
  const create = useMutation(api.agents.create)
  const [values, setValues] = useState(kept)
  const change = (next: AgentDraft) => {
    kept = next
    setValues(next)
  }
  const store = async (settings: AgentSettings) => {
    const agent = await create({ settings })
    kept = BASE
    redirect(`/agents/${agent._id}/voice`)
    showToast(`${agent.name} is created. Give it a phone number, or talk to it under Test.`)
  }
  useLeaveGuard({
    active: !sameValue(values, BASE),
    staysOn: () => false,
    onLeave: () => {
      kept = BASE
    },
  })
  return useAgentForm({ values, base: BASE, change, store })
}
