import { useState } from 'react'
import { deletedCallerSchema } from '../../../convex/model/api.ts'
import type { Call } from '../../../convex/model/call.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { apiRequest, apiSend } from '../../lib/api.ts'
import { formatCount } from '../../lib/format.ts'
import { redirect } from '../../lib/navigation.ts'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { showToast } from '../../lib/toasts.ts'

const KEPT = 'The overview still counts it. Settings shows who deleted what. This cannot be undone.'

/** A stored caller is in E.164 or a word; to tell them apart takes no numbering plans, which are large. */
const isPhoneNumber = (caller: string): boolean => caller.startsWith('+')

/** Deletes the call, or everything of its caller. */
export function DeleteCall({ call }: { call: Call }) {
  const [asking, setAsking] = useState<'call' | 'caller' | null>(null)
  const caller = call.direction === 'inbound' ? call.from : call.to
  const close = () => setAsking(null)
  return (
    <Card title="Delete" description="What was said, what happened and every trace in the search.">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsking('call')}>Delete call…</Button>
        {isPhoneNumber(caller) && (
          <Button onClick={() => setAsking('caller')}>Delete caller…</Button>
        )}
      </div>
      <ConfirmDialog
        title="Delete this call?"
        description={`Its numbers, transcript, events and outcome go, here and from the call’s own journal. ${KEPT}`}
        confirm="Delete call"
        open={asking === 'call'}
        onOpenChange={close}
        onConfirm={() => deleteCall(call.callSid)}
      />
      <ConfirmDialog
        title={`Delete all calls of ${displayPhoneNumber(caller)}?`}
        description={`Every call of this number goes, with its transcript, events and outcome, this one among them. ${KEPT}`}
        confirm="Delete caller"
        open={asking === 'caller'}
        onOpenChange={close}
        onConfirm={() => deleteCaller(caller)}
      />
    </Card>
  )
}

async function deleteCall(callSid: string): Promise<void> {
  await apiSend(`/api/calls/${encodeURIComponent(callSid)}`, { method: 'DELETE' })
  redirect('/calls')
  showToast('The call is deleted.')
}

async function deleteCaller(number: string): Promise<void> {
  const path = `/api/callers/${encodeURIComponent(number)}`
  const { calls } = await apiRequest(path, deletedCallerSchema, { method: 'DELETE' })
  redirect('/calls')
  showToast(`${formatCount(calls, 'call')} of ${displayPhoneNumber(number)} deleted.`)
}
