import { useQuery } from 'convex/react'
import { PhoneOff } from 'lucide-react'
import { useMemo } from 'react'
import { Link, useParams } from 'wouter'
import { api } from '../../../convex/_generated/api.js'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { callerOf, isRunning } from '../../lib/callWords.ts'
import { CallCost } from './CallCost.tsx'
import { CallDetails } from './CallDetails.tsx'
import { CallPageSkeleton } from './CallPageSkeleton.tsx'
import { CallStats } from './CallStats.tsx'
import { Conversation } from './Conversation.tsx'
import { EndCallButton } from './EndCallButton.tsx'
import { type CallView, viewOf } from './liveCall.ts'
import type { LiveConnection } from './liveSocket.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'
import { useLiveCall } from './useLiveCall.ts'

export function CallPage() {
  const { callSid = '' } = useParams()
  const call = useQuery(api.voiceCalls.get, { callSid })
  const turns = useQuery(api.voiceCalls.turns, { callSid })
  const events = useQuery(api.voiceCalls.events, { callSid })
  // A call that has only just begun may not be stored yet.
  const mayRun = call === null || (call !== undefined && isRunning(call))
  const { live, connection } = useLiveCall(callSid, mayRun)
  const stored = useMemo(
    () => (call && turns && events ? { call, turns, events } : null),
    [call, turns, events],
  )
  const view = viewOf(stored, live)
  if (view) {
    const speaking = live && isRunning(view.call) ? live.speaking : null
    return <CallBody view={view} speaking={speaking} connection={connection} />
  }
  return call === null ? <NoSuchCall /> : <CallPageSkeleton />
}

interface CallBodyProps {
  view: CallView
  speaking: { caller: boolean; agent: boolean } | null
  connection: LiveConnection
}

function CallBody({ view, speaking, connection }: CallBodyProps) {
  const { call } = view
  return (
    <Page
      title={callerOf(call)}
      breadcrumb={<BackToCalls />}
      description={<OutcomeBadge {...call} />}
      actions={isRunning(call) && <EndCallButton callSid={call.callSid} />}
    >
      {call.failure && (
        <div className="mb-4">
          <ErrorNotice message={call.failure} />
        </div>
      )}
      <CallStats call={call} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Conversation view={view} speaking={speaking} connection={connection} />
        <div className="grid gap-4">
          <CallDetails call={call} />
          <CallCost call={call} />
        </div>
      </div>
    </Page>
  )
}

export function BackToCalls() {
  return (
    <Link href="/calls" className="hover:text-ink hover:underline">
      Calls
    </Link>
  )
}

function NoSuchCall() {
  return (
    <Page title="No such call" breadcrumb={<BackToCalls />}>
      <EmptyState
        icon={PhoneOff}
        title="This call is not known here"
        action={
          <Link href="/calls" className={buttonClass({ look: 'primary' })}>
            All calls
          </Link>
        }
      >
        The link may be incomplete, or the call never reached this installation.
      </EmptyState>
    </Page>
  )
}
