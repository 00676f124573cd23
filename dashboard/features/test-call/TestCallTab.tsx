import { useState } from 'react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { CallStats } from '../calls/CallStats.tsx'
import { Conversation } from '../calls/Conversation.tsx'
import { useLiveCall } from '../calls/useLiveCall.ts'
import { PhonePanel } from './PhonePanel.tsx'
import { useBrowserPhone } from './useBrowserPhone.ts'

/** A call to the agent from this page, with what is said beside it. */
export function TestCallTab({ agent }: { agent: Doc<'agents'> }) {
  const { phone, state } = useBrowserPhone()
  const [lastCallSid, setLastCallSid] = useState<string | null>(null)
  const running = state.phase === 'talking'
  const callSid = 'callSid' in state ? state.callSid : null
  if (callSid !== null && callSid !== lastCallSid) setLastCallSid(callSid)
  if (!agent.capabilities.includes('voice')) {
    return <Notice tone="warn">Voice is off under General: this agent takes no calls.</Notice>
  }
  return (
    <div className="grid items-start gap-4 md:grid-cols-[17rem_minmax(0,1fr)]">
      <div className="grid gap-3 md:sticky md:top-4">
        <PhonePanel
          agentName={agent.name}
          phone={phone}
          state={state}
          onCall={() => void phone.call(agent._id)}
        />
        <p className="text-sm text-ink-2">
          Calls version {agent.version}, over the same path as a phone. Wear a headset for the
          clearest impression of interruptions.
        </p>
      </div>
      {lastCallSid === null ? (
        <NotCalledYet />
      ) : (
        <LiveTranscript key={lastCallSid} callSid={lastCallSid} running={running} />
      )}
    </div>
  )
}

function NotCalledYet() {
  return (
    <EmptyState title="Talk to the agent">
      Press Call and allow the microphone. Speak, interrupt, press digits: what is said shows here
      as it is said, with the times that matter.
    </EmptyState>
  )
}

function LiveTranscript({ callSid, running }: { callSid: string; running: boolean }) {
  // The end of the call comes over the same socket, a moment after the phone's own.
  const [over, setOver] = useState(false)
  const { live, connection } = useLiveCall(callSid, !over)
  const ended = live !== null && live.call.status !== 'in_progress'
  if (ended && !over) setOver(true)
  if (!live) {
    return (
      <Card title="Conversation">
        <p className="text-ink-2">Waits for the first words…</p>
      </Card>
    )
  }
  return (
    <div className="grid min-w-0 gap-4">
      {/* On a phone's screen the words come first. */}
      <div className="min-w-0 max-md:order-last">
        <CallStats call={live.call} />
      </div>
      <Conversation view={live} speaking={running ? live.speaking : null} connection={connection} />
      {ended && (
        <p className="text-sm text-ink-2">
          This call is kept.{' '}
          <Link href={`/calls/${callSid}`} className="text-accent underline underline-offset-2">
            See its record
          </Link>
        </p>
      )}
    </div>
  )
}
