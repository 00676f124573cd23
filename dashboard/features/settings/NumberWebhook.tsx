import { useState } from 'react'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Badge, type Tone } from '../../components/Badge.tsx'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Bar } from '../../components/Skeleton.tsx'
import { apiRequest } from '../../lib/api.ts'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'
import { useRequest } from '../../lib/useRequest.ts'
import { type WebhookState, webhookStateSchema } from '../../../convex/model/api.ts'

const STATES: Record<WebhookState['state'], { words: string; tone: Tone }> = {
  ours: { words: 'Comes here', tone: 'good' },
  other: { words: 'Goes elsewhere', tone: 'warn' },
  not_found: { words: 'Not at Twilio', tone: 'bad' },
  unknown: { words: 'Not known', tone: 'neutral' },
}

interface NumberWebhookProps {
  number: Doc<'twilioNumbers'>
  agentName: string
}

export function NumberWebhook({ number, agentName }: NumberWebhookProps) {
  const { phoneNumber, description } = number
  const path = `/api/numbers/${encodeURIComponent(phoneNumber)}/webhook`
  const { value, problem, setValue } = useRequest(path, webhookStateSchema)
  const point = async () => setValue(await apiRequest(path, webhookStateSchema, { method: 'POST' }))
  const state = value && STATES[value.state]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-48 flex-1 lg:max-w-64">
        <p className="font-medium tabular-nums">{displayPhoneNumber(phoneNumber)}</p>
        <p className="text-sm text-ink-2">{[agentName, description].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="min-h-12 min-w-56 flex-[2]">
        {!value && !problem && <Bar className="h-11" />}
        {problem && <p className="text-bad">{problem}</p>}
        {value && state && (
          <>
            <p>
              <Badge tone={state.tone}>{state.words}</Badge> {value.detail}
            </p>
            {value.state === 'other' && value.currentUrl && (
              <p className="font-mono text-sm break-all text-ink-2">{value.currentUrl}</p>
            )}
          </>
        )}
      </div>
      <PointHere state={value} phoneNumber={phoneNumber} onPoint={point} />
    </li>
  )
}

interface PointHereProps {
  state: WebhookState | undefined
  phoneNumber: string
  onPoint: () => Promise<void>
}

/** What the number points to now is gone afterwards, so that is asked about. */
function PointHere({ state, phoneNumber, onPoint }: PointHereProps) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const point = async () => {
    await onPoint()
    showToast(`${displayPhoneNumber(phoneNumber)} points here now.`)
  }
  const pointAtOnce = () => {
    setBusy(true)
    point()
      .catch((error: unknown) => showToast(problemOf(error).message, { tone: 'bad' }))
      .finally(() => setBusy(false))
  }
  const replaced = state?.state === 'other' ? state.currentUrl : null
  return (
    <>
      <Button
        size="sm"
        busy={busy}
        disabled={!state || state.state === 'not_found'}
        look={state?.state === 'other' ? 'primary' : 'secondary'}
        onClick={() => (replaced ? setAsking(true) : pointAtOnce())}
      >
        {state?.state === 'ours' ? 'Set again' : 'Point here'}
        <span className="sr-only">: {displayPhoneNumber(phoneNumber)}</span>
      </Button>
      <ConfirmDialog
        title={`Point ${displayPhoneNumber(phoneNumber)} here?`}
        description={<Consequence replaced={replaced} />}
        confirm="Point here"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={point}
      />
    </>
  )
}

function Consequence({ replaced }: { replaced: string | null }) {
  return (
    <>
      Its calls are answered by Switchboard from now on, and no longer go to{' '}
      <span className="font-mono text-sm break-all">{replaced}</span>
    </>
  )
}
