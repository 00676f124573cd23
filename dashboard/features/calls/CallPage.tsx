import { PhoneOff } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link, useParams } from 'wouter'
import { Breadcrumb } from '../../components/Breadcrumb.tsx'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { callerOf, isRunning } from '../../lib/callWords.ts'
import { AfterCall } from './afterCall/AfterCall.tsx'
import { CallCost } from './CallCost.tsx'
import { CallDetails } from './CallDetails.tsx'
import { CallPageSkeleton } from './CallPageSkeleton.tsx'
import { CallStats } from './CallStats.tsx'
import { CallSteps } from './CallSteps.tsx'
import { Conversation } from './Conversation.tsx'
import { DeleteCall } from './DeleteCall.tsx'
import { EndCallButton } from './EndCallButton.tsx'
import type { CallView } from './liveCall.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'
import { OpenTransfer } from './transfers/OpenTransfer.tsx'
import { Transfers } from './transfers/Transfers.tsx'
import { TransferStanding } from './transfers/TransferStanding.tsx'
import { type ShownCall, useCallView } from './useCallView.ts'
import { type Neighbours, useNeighbours } from './useNeighbours.ts'

export function CallPage() {
  const { callSid = '' } = useParams()
  const neighbours = useNeighbours(callSid)
  const { view, ...live } = useCallView(callSid)
  if (view) return <CallBody key={callSid} view={view} {...live} neighbours={neighbours} />
  return view === null ? <NoSuchCall /> : <CallPageSkeleton />
}

interface CallBodyProps extends Omit<ShownCall, 'view'> {
  view: CallView
  neighbours: Neighbours
}

function CallBody({ view, speaking, connection, neighbours }: CallBodyProps) {
  const { call } = view
  return (
    <Page
      title={callerOf(call)}
      breadcrumb={<Breadcrumb href="/calls" label="Calls" />}
      description={<OutcomeBadge {...call} />}
      actions={
        <>
          {isRunning(call) && <RunningActions view={view} />}
          <CallSteps {...neighbours} />
        </>
      }
    >
      {call.failure && (
        <div className="mb-4">
          <ErrorNotice message={call.failure} />
        </div>
      )}
      <TransferStanding call={call} />
      <CallStats view={view} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Conversation view={view} speaking={speaking} connection={connection} />
        <div className="grid gap-4">
          <CallDetails call={call} />
          <Transfers call={call} />
          <AfterCall call={call} />
          <CallCost call={call} />
          {!isRunning(call) && <DeleteCall call={call} />}
        </div>
      </div>
    </Page>
  )
}

/** The form for it knows the numbering plans of the world, which the page itself does not need. */
const TransferButton = lazy(async () => ({
  default: (await import('./transfers/TransferButton.tsx')).TransferButton,
}))

/** What an operator can do to a call that runs. A browser’s has no line that could be moved. */
function RunningActions({ view }: { view: CallView }) {
  const { call } = view
  return (
    <>
      {call.carrier === 'twilio' && (
        <Suspense fallback={<OpenTransfer disabled />}>
          <TransferButton view={view} />
        </Suspense>
      )}
      <EndCallButton call={call} />
    </>
  )
}

function NoSuchCall() {
  return (
    <Page title="No such call" breadcrumb={<Breadcrumb href="/calls" label="Calls" />}>
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
