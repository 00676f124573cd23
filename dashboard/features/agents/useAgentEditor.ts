import { useMutation } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import type { AgentSettings } from '../../../convex/model/agent.ts'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { useLeaveGuard } from '../../lib/navigation.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'
import { useSaveKey } from '../../lib/useKeys.ts'
import { useAgentEdit } from './agentEdits.ts'
import { tellOtherWindows } from './ownSaves.ts'
import type { Answer } from '../../components/HighCostDialog.tsx'
import { useAgentForm } from './useAgentForm.ts'

/** An agent's form: what was typed, saving it, and somebody else's save in the meantime. */
export function useAgentEditor(agent: Doc<'agents'>) {
  const [comparing, setComparing] = useState(false)
  const { edit, base, values, change, forget, discard, rebaseOn } = useAgentEdit(agent)
  const update = useMutation(api.agents.update)
  const overtaken = edit !== null && edit.baseVersion !== agent.version

  const store = async (settings: AgentSettings, { confirmed }: Answer) => {
    const expectedVersion = edit?.baseVersion ?? agent.version
    try {
      const saved = await update({ agentId: agent._id, settings, expectedVersion, confirmed })
      tellOtherWindows({ agentId: agent._id, version: saved.version })
      forget()
      showToast(`Saved as version ${saved.version}. Calls that go on keep the version they have.`)
    } catch (error) {
      if (problemOf(error).code === 'conflict') setComparing(true)
      throw error
    }
  }
  const { form, save, saving, errors, problem, confirmation } = useAgentForm({
    agentId: agent._id,
    values,
    base,
    change,
    store,
  })

  useLeaveGuard({
    active: edit !== null,
    staysOn: (to) => to.startsWith(`/agents/${agent._id}/`),
    onLeave: forget,
  })

  const saveOrCompare = async () => {
    if (overtaken) setComparing(true)
    else if (!(await save())) focusFirstError()
  }
  useSaveKey(() => {
    if (edit && !saving) void saveOrCompare()
    else if (!edit) showToast('Nothing has changed since the last save.')
  })
  return {
    form,
    edit,
    errors,
    saving,
    // A conflict has a dialog of its own.
    problem: problem && problem.code !== 'conflict' ? problem.message : null,
    save: saveOrCompare,
    confirmation,
    discard,
    rebaseOn,
    overtaken,
    comparing,
    setComparing,
  }
}
