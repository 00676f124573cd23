import type { FormEvent } from 'react'
import { Link } from 'wouter'
import { type NewAgent, newAgentSchema } from '../../../convex/model/newAgent.ts'
import { Breadcrumb } from '../../components/Breadcrumb.tsx'
import { Button, buttonClass } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { focusFirstError } from '../../lib/focusFirstError.ts'
import { useSaveKey } from '../../lib/useKeys.ts'
import { useRequest } from '../../lib/useRequest.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { AdvancedFields } from './AdvancedFields.tsx'
import { HighCostDialog } from '../../components/HighCostDialog.tsx'
import { CapabilityFields, IdentityFields } from './IdentityFields.tsx'
import { useNewAgent } from './useNewAgent.ts'
import { LocaleField } from './LocaleField.tsx'
import { VoiceFields } from './VoiceFields.tsx'

export function NewAgentPage() {
  const { value, problem } = useRequest('/api/new-agent', newAgentSchema)
  // Without the installation's settings, a form with the usual defaults is better than none.
  return value || problem ? <NewAgentForm start={value} /> : <PageSkeleton />
}

function NewAgentForm({ start }: { start: NewAgent | undefined }) {
  const { form, save, saving, problem, confirmation } = useNewAgent(start)
  const create = async () => {
    if (!saving && !(await save())) focusFirstError()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create()
  }
  useSaveKey(() => void create())
  return (
    <Page title="Create New Agent" breadcrumb={<Breadcrumb href="/agents" label="Agents" />}>
      <form onSubmit={submit} noValidate className="grid max-w-4xl gap-4">
        <Card>
          <IdentityFields form={form} />
        </Card>
        <Card title="Capabilities" description="What the agent can do.">
          <CapabilityFields form={form} />
        </Card>
        {form.values.capabilities.includes('voice') ? (
          <Card title="Voice" description="How it sounds and behaves on the phone.">
            <VoiceFields form={form} />
            <AdvancedFields form={form} />
          </Card>
        ) : (
          <Card title="Language" description="What it writes in, unless visitors write in another.">
            <div className="sm:max-w-sm">
              <LocaleField form={form} />
            </div>
          </Card>
        )}
        {problem && <ErrorNotice message={problem.message} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Link href="/agents" className={buttonClass()}>
            Cancel
          </Link>
          <Button type="submit" look="primary" busy={saving} aria-keyshortcuts="Control+S">
            Create agent
          </Button>
        </div>
      </form>
      <HighCostDialog confirmation={confirmation} />
    </Page>
  )
}
