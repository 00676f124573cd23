import { useMutation } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { api } from '../../../convex/_generated/api.js'
import { Button, buttonClass } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { redirect, useLeaveGuard } from '../../lib/navigation.ts'
import { sameValue } from '../../lib/sameValue.ts'
import { showToast } from '../../lib/toasts.ts'
import { AdvancedFields } from './AdvancedFields.tsx'
import { type AgentDraft, emptyDraft } from './draft.ts'
import { CapabilityFields, IdentityFields } from './IdentityFields.tsx'
import { useAgentForm } from './useAgentForm.ts'
import { VoiceFields } from './VoiceFields.tsx'

const BASE = emptyDraft()
/** Kept outside the page, so that a sign-in in between does not lose what was typed. */
let kept: AgentDraft = BASE

export function NewAgentPage() {
  const create = useMutation(api.agents.create)
  const [values, setValues] = useState(kept)
  const change = (next: AgentDraft) => {
    kept = next
    setValues(next)
  }
  const { form, save, saving, problem } = useAgentForm({
    values,
    base: BASE,
    change,
    store: async (settings) => {
      const agent = await create({ settings })
      kept = BASE
      redirect(`/agents/${agent._id}/voice`)
      showToast(`${agent.name} is created. Give it a phone number, or talk to it under Test.`)
    },
  })
  useLeaveGuard({
    active: !sameValue(values, BASE),
    staysOn: () => false,
    onLeave: () => {
      kept = BASE
    },
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await save())) focusFirstError()
  }
  return (
    <Page title="Create New Agent" breadcrumb={<Link href="/agents">Agents</Link>}>
      <form onSubmit={(event) => void submit(event)} noValidate className="grid max-w-4xl gap-4">
        <Card>
          <IdentityFields form={form} />
        </Card>
        <Card title="Capabilities" description="What the agent can do.">
          <CapabilityFields form={form} />
        </Card>
        <Card title="Voice" description="How it sounds and behaves on the phone.">
          <VoiceFields form={form} />
          <AdvancedFields form={form} />
        </Card>
        {problem && <ErrorNotice message={problem.message} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Link href="/agents" className={buttonClass()}>
            Cancel
          </Link>
          <Button type="submit" look="primary" busy={saving}>
            Create agent
          </Button>
        </div>
      </form>
    </Page>
  )
}
