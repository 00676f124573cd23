import { useMutation, useQuery } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Id } from '../../../convex/_generated/dataModel.js'
import { KEEP_ALL, type Retention } from '../../../convex/model/retention.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { NumberField } from '../../components/NumberField.tsx'
import { sameValue } from '../../lib/sameValue.ts'
import { showToast } from '../../lib/toasts.ts'
import { useAskBeforeClosing } from '../../lib/useAskBeforeClosing.ts'
import { retentionErrors } from './retentionErrors.ts'

interface RetentionCardProps {
  /** `null`: for all agents that have no rule of their own. */
  agentId: Id<'agents'> | null
}

/** How long calls and transcripts are kept. */
export function RetentionCard({ agentId }: RetentionCardProps) {
  const rows = useQuery(api.retention.list, {})
  if (!rows) return null
  const row = rows.find((one) => one.agentId === agentId)
  const stored = row && { callDays: row.callDays, transcriptDays: row.transcriptDays }
  return <RetentionForm key={JSON.stringify(stored)} agentId={agentId} stored={stored ?? null} />
}

function RetentionForm({ agentId, stored }: RetentionCardProps & { stored: Retention | null }) {
  const [days, setDays] = useState(stored ?? KEEP_ALL)
  const [asking, setAsking] = useState(false)
  const set = useMutation(api.retention.set)
  const errors = retentionErrors(days)
  const isChanged = !sameValue(days, stored ?? KEEP_ALL)
  useAskBeforeClosing(isChanged)
  const save = async (wanted: Retention | null) => {
    await set({ agentId, days: wanted })
    showToast('How long calls are kept is saved.')
  }
  return (
    <Card
      title="How long calls are kept"
      description={
        agentId
          ? 'For the calls of this agent, in place of what Settings says.'
          : 'For all agents without a rule of their own. Empty fields: for ever.'
      }
    >
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
        <NumberField
          label="Calls"
          help="After so many days a call is deleted as a whole."
          unit="days"
          error={errors.callDays}
          value={days.callDays}
          onValue={(callDays) => setDays({ ...days, callDays })}
        />
        <NumberField
          label="Transcripts"
          help="After so many days only the call’s figures and outcome stay."
          unit="days"
          error={errors.transcriptDays}
          value={days.transcriptDays}
          onValue={(transcriptDays) => setDays({ ...days, transcriptDays })}
        />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          disabled={Object.keys(errors).length > 0 || !isChanged}
          onClick={() => setAsking(true)}
        >
          Save…
        </Button>
        {agentId && stored && (
          <Button onClick={() => void save(null)}>Follow the installation</Button>
        )}
      </div>
      <ConfirmDialog
        title="Change how long calls are kept?"
        description="What is older than that goes within a day, and cannot be brought back. The overview still counts it."
        confirm="Save"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => save(days)}
      />
    </Card>
  )
}
