import { useMutation } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { navigate, useLeaveGuard } from '../../lib/navigation.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'
import { AdvancedFields } from './AdvancedFields.tsx'
import { useAgentEdit } from './agentEdits.ts'
import { type AgentTab, tabOf } from './agentTabs.ts'
import { ConflictDialog } from './ConflictDialog.tsx'
import { RemoveAgent } from './RemoveAgent.tsx'
import { CapabilityFields, IdentityFields } from './IdentityFields.tsx'
import { PhoneNumbers } from './PhoneNumbers.tsx'
import { SaveBar } from './SaveBar.tsx'
import { type AgentForm, useAgentForm } from './useAgentForm.ts'
import { VoiceFields } from './VoiceFields.tsx'

interface AgentEditorProps {
  agent: Doc<'agents'>
  tab: AgentTab
}

/** The settings of an agent over two tabs, saved together. */
export function AgentEditor({ agent, tab }: AgentEditorProps) {
  const [comparing, setComparing] = useState(false)
  const { edit, base, values, change, discard, rebaseOn } = useAgentEdit(agent)
  const update = useMutation(api.agents.update)
  const { form, save, saving, errors, problem } = useAgentForm({
    values,
    base,
    change,
    store: async (settings) => {
      const expectedVersion = edit?.baseVersion ?? agent.version
      const saved = await update({ agentId: agent._id, settings, expectedVersion }).catch(
        (error: unknown) => {
          if (problemOf(error).code === 'conflict') setComparing(true)
          throw error
        },
      )
      discard()
      showToast(`Saved as version ${saved.version}. Calls that go on keep the version they have.`)
    },
  })
  useLeaveGuard({
    active: edit !== null,
    staysOn: (to) => to.startsWith(`/agents/${agent._id}/`),
    onLeave: discard,
  })
  const overtaken = edit !== null && edit.baseVersion !== agent.version
  const submit = async () => {
    if (overtaken) return setComparing(true)
    if (await save()) return
    focusFirstError()
  }
  const wrongElsewhere =
    Object.keys(errors)
      .map(tabOf)
      .find((other) => other !== tab) ?? null
  return (
    <>
      <EditorFields agent={agent} tab={tab} form={form} />
      {edit && (
        <SaveBar
          saving={saving}
          problem={problem && problem.code !== 'conflict' ? problem.message : null}
          overtakenBy={overtaken ? agent : null}
          wrongTab={wrongElsewhere}
          onShowWrong={(wrong) => navigate(`/agents/${agent._id}/${wrong}`)}
          onSave={() => void submit()}
          onDiscard={discard}
          onCompare={() => setComparing(true)}
        />
      )}
      {edit && overtaken && (
        <ConflictDialog
          edit={edit}
          theirs={agent}
          open={comparing}
          onOpenChange={setComparing}
          onKeepMine={() => rebaseOn(agent)}
          onTakeTheirs={discard}
        />
      )}
    </>
  )
}

interface EditorFieldsProps extends AgentEditorProps {
  form: AgentForm
}

function EditorFields({ agent, tab, form }: EditorFieldsProps) {
  if (tab === 'general') {
    return (
      <div className="grid max-w-4xl gap-4">
        <Card>
          <IdentityFields form={form} />
        </Card>
        <Card title="Capabilities" description="What the agent can do.">
          <CapabilityFields form={form} />
        </Card>
        <RemoveAgent agent={agent} />
      </div>
    )
  }
  if (tab === 'voice') {
    return (
      <div className="grid max-w-4xl gap-4">
        <Card title="Voice settings" description="How it sounds and behaves on the phone.">
          <VoiceFields form={form} />
          <AdvancedFields form={form} />
        </Card>
        <PhoneNumbers agent={agent} />
      </div>
    )
  }
  return null
}
