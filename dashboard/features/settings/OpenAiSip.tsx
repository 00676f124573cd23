import { openAiSipSchema, type OpenAiSip as Standing } from '../../../convex/model/api.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { apiSend } from '../../lib/api.ts'
import { problemOf } from '../../lib/problem.ts'
import { useRequest } from '../../lib/useRequest.ts'
import { useState } from 'react'

/** Calls whose audio never comes here: what has to be set for them, and where a trunk sends them. */
export function OpenAiSip() {
  const { value, problem, reload } = useRequest('/api/openai', openAiSipSchema)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const connect = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await apiSend('/api/openai/connect')
      reload()
    } catch (error) {
      setFailure(problemOf(error).message)
    }
    setBusy(false)
  }
  return (
    <Card
      title="OpenAI SIP"
      description="Callers and a Realtime model can talk to each other by OpenAI’s SIP connector, without the audio passing through here."
      action={
        value?.connected === null && (
          <Button busy={busy} onClick={() => void connect()}>
            Connect OpenAI SIP
          </Button>
        )
      }
    >
      {(failure ?? problem) && <ErrorNotice message={failure ?? problem ?? ''} />}
      {value && <Steps {...value} />}
    </Card>
  )
}

const CONNECTED = {
  set: 'OPENAI_WEBHOOK_SECRET is set: OpenAI’s webhooks are believed.',
  made: 'OpenAI tells this installation of calls; the webhook’s secret is kept here.',
} as const

function Steps({ connected, webhookUrl, sipUri }: Standing) {
  return (
    <ul className="divide-y">
      <li className="py-2 first:pt-0">
        {connected
          ? CONNECTED[connected]
          : 'Nobody has told OpenAI where calls are answered: connect it, or make a webhook for realtime.call.incoming in its dashboard and set OPENAI_WEBHOOK_SECRET.'}
      </li>
      <Address label="Webhook" address={webhookUrl} what="webhook address" />
      {sipUri ? (
        <Address label="SIP address" address={sipUri} what="SIP address" />
      ) : (
        <li className="py-2">Set OPENAI_PROJECT_ID: the SIP address names the project.</li>
      )}
      <li className="py-2 last:pb-0 text-ink-2">
        Let a trunk send its calls to the SIP address, or choose for a number of Twilio’s how its
        calls reach the agent, on the agent’s page.
      </li>
    </ul>
  )
}

function Address({ label, address, what }: { label: string; address: string; what: string }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <span className="w-44 shrink-0">{label}</span>
      <span className="min-w-0 flex-1 font-mono text-sm break-all max-sm:basis-full">
        {address}
      </span>
      <CopyButton text={address} what={what} />
    </li>
  )
}
