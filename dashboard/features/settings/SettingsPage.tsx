import { useQuery } from 'convex/react'
import { RefreshCw } from 'lucide-react'
import { api } from '../../../convex/_generated/api.js'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { useSignedIn } from '../../lib/session.tsx'
import { useRequest } from '../../lib/useRequest.ts'
import { useAgents } from '../../lib/useAgents.ts'
import { RetentionCard } from '../retention/RetentionCard.tsx'
import { Deletions } from './Deletions.tsx'
import { Models } from './Models.tsx'
import { OpenAiSip } from './OpenAiSip.tsx'
import { NumberWebhooks } from './NumberWebhooks.tsx'
import { Problems } from './Problems.tsx'
import { SettingsList } from './SettingsList.tsx'
import { settingsAnswerSchema } from '../../../convex/model/api.ts'
import { SettingsSkeleton } from './SettingsSkeleton.tsx'
import { StoredData } from './StoredData.tsx'
import { Vendors } from './Vendors.tsx'
import { WebhookUrls } from './WebhookUrls.tsx'

export function SettingsPage() {
  const { value, problem, loading, reload } = useRequest('/api/settings', settingsAnswerSchema)
  const agents = useAgents()
  const numbers = useQuery(api.twilioNumbers.list, {})
  const { simulated } = useSignedIn()
  return (
    <Page
      title="Settings"
      description="What this installation is set to, and whether everything it needs answers."
      actions={
        <Button busy={loading} onClick={reload}>
          <RefreshCw aria-hidden className={loading ? 'animate-spin' : ''} />
          Check again
        </Button>
      }
    >
      <div className="grid gap-4" aria-busy={loading}>
        {problem && (
          <ErrorNotice message={problem} action={<Button onClick={reload}>Try again</Button>} />
        )}
        {!value && !problem && <SettingsSkeleton />}
        {value && (
          <>
            <Problems problems={value.problems} simulated={simulated} />
            <Vendors vendors={value.vendors} />
            {value.fullness && <StoredData fullness={value.fullness} />}
            <NumberWebhooks numbers={numbers} agents={agents} />
            <WebhookUrls {...value} />
            <OpenAiSip />
            <Models agents={agents} offered={value.models ?? null} />
            <SettingsList settings={value.settings} problems={value.problems} />
          </>
        )}
        <RetentionCard agentId={null} />
        <Deletions />
        {value && <p className="text-sm text-ink-2">This is Switchboard {value.version}.</p>}
      </div>
    </Page>
  )
}
