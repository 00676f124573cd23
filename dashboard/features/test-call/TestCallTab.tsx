import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Card } from '../../components/Card.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { isRunning } from '../../lib/callWords.ts'
import { CallStats } from '../calls/CallStats.tsx'
import { Conversation } from '../calls/Conversation.tsx'
import { useCallView } from '../calls/useCallView.ts'
import { TestChat } from '../test-chat/TestChat.tsx'
import { callAgent } from './callAgent.ts'
import { isCalling, useCurrentPhone } from './currentPhone.ts'
import { PhonePanel } from './PhonePanel.tsx'

/** The agent as callers hear it and as visitors read it, whichever it can. */
export function TestCallTab({ agent }: { agent: Doc<'agents'> }) {
  const { capabilities } = agent
  return (
    <div className="grid gap-6">
      {capabilities.includes('voice') && <TestCall agent={agent} />}
      {capabilities.includes('web_chat') && <TestChat key={agent._id} agent={agent} />}
    </div>
  )
}

/** A call to the agent from this page, with what is said beside it. */
function TestCall({ agent }: { agent: Doc<'agents'> }) {
  const current = useCurrentPhone()
  const elsewhere = current && current.agentId !== agent._id && isCalling(current.state)
  if (elsewhere) return <BusyElsewhere agentName={current.agentName} agentId={current.agentId} />
  const own = current?.agentId === agent._id ? current : null
  const state = own?.state ?? { phase: 'idle' }
  const callSid = 'callSid' in state ? state.callSid : null
  return (
    <div className="grid items-start gap-4 md:grid-cols-[17rem_minmax(0,1fr)]">
      <div className="grid gap-3 md:sticky md:top-4">
        <PhonePanel
          agentName={agent.name}
          phone={own?.phone ?? null}
          state={state}
          onCall={() => callAgent(agent._id, agent.name)}
        />
        <p className="text-sm text-ink-2">
          Calls version {agent.version}, over the same path as a phone. The call goes on while you
          look at other pages. Wear a headset for the clearest impression of interruptions.
        </p>
      </div>
      {callSid === null ? <NotCalledYet /> : <Transcript key={callSid} callSid={callSid} />}
    </div>
  )
}

function BusyElsewhere({ agentName, agentId }: { agentName: string; agentId: string }) {
  return (
    <Notice>
      You are on the phone with{' '}
      <Link href={`/agents/${agentId}/test`} className="underline underline-offset-2">
        {agentName}
      </Link>
      . Hang up there first: there is one phone.
    </Notice>
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

function Transcript({ callSid }: { callSid: string }) {
  const { view, speaking, connection } = useCallView(callSid)
  if (!view) {
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
        <CallStats view={view} />
      </div>
      <Conversation view={view} speaking={speaking} connection={connection} />
      {!isRunning(view.call) && (
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
