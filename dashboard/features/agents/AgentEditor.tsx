import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { Notice } from '../../components/Notice.tsx'
import { navigate } from '../../lib/navigation.ts'
import { AfterCallFields } from './afterCall/AfterCallFields.tsx'
import { AdvancedFields } from './AdvancedFields.tsx'
import { type AgentTab, tabOf } from './agentTabs.ts'
import { ChatFields } from './chat/ChatFields.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { HighCostDialog } from '../../components/HighCostDialog.tsx'
import { CapabilityFields, IdentityFields } from './IdentityFields.tsx'
import { PhoneNumbers } from './PhoneNumbers.tsx'
import { RemoveAgent } from './RemoveAgent.tsx'
import { SaveBar } from './SaveBar.tsx'
import { useAgentEditor } from './useAgentEditor.ts'
import { ToolsFields } from './tools/ToolsFields.tsx'
import type { AgentForm } from './useAgentForm.ts'
import { VoiceFields } from './VoiceFields.tsx'

interface AgentEditorProps {
  agent: Doc<'agents'>
  tab: AgentTab
}

/** The settings of an agent over several tabs, saved together. */
export function AgentEditor({ agent, tab }: AgentEditorProps) {
  const editor = useAgentEditor(agent)
  const { form, edit, errors, overtaken } = editor
  const wrongElsewhere =
    Object.keys(errors)
      .map(tabOf)
      .find((other) => other !== tab) ?? null
  return (
    <>
      <EditorFields agent={agent} tab={tab} form={form} />
      {edit && (
        <SaveBar
          saving={editor.saving}
          problem={editor.problem}
          overtakenBy={overtaken ? agent : null}
          wrongTab={wrongElsewhere}
          onShowWrong={(wrong) => navigate(`/agents/${agent._id}/${wrong}`)}
          onSave={() => void editor.save()}
          onDiscard={editor.discard}
          onCompare={() => editor.setComparing(true)}
        />
      )}
      <HighCostDialog confirmation={editor.confirmation} />
      {edit && overtaken && (
        <ConflictDialog
          edit={edit}
          theirs={agent}
          open={editor.comparing}
          onOpenChange={editor.setComparing}
          onKeepMine={() => editor.rebaseOn(agent)}
          onTakeTheirs={editor.discard}
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
        {!form.values.capabilities.includes('voice') && <VoiceOff agentId={agent._id} />}
        <Card title="Voice settings" description="How it sounds and behaves on the phone.">
          <VoiceFields form={form} />
          <AdvancedFields form={form} />
        </Card>
        <PhoneNumbers agent={agent} voice={form.values.capabilities.includes('voice')} />
      </div>
    )
  }
  if (tab === 'chat') return <ChatFields agent={agent} form={form} />
  if (tab === 'after-call') return <AfterCallFields agent={agent} form={form} />
  if (tab === 'tools') return <ToolsFields form={form} />
  return null
}

function VoiceOff({ agentId }: { agentId: string }) {
  return (
    <Notice tone="warn">
      Voice is off under{' '}
      <Link href={`/agents/${agentId}/general`} className="underline underline-offset-2">
        General
      </Link>
      : this agent takes no calls. Its language, and the brain of a pipeline, are the chat’s, too.
    </Notice>
  )
}
