import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Call } from '../../../convex/model/call.ts'
import { engineLabel, modelLabel, voiceLabel } from '../../../convex/model/engines/index.ts'
import { WITHHELD } from '../../../convex/model/withheld.ts'
import { Card } from '../../components/Card.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import { isRunning } from '../../lib/callWords.ts'
import { formatNumber, formatShare } from '../../lib/format.ts'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { carrierName } from './callFacts.ts'

/** The rest that is known of a call. */
export function CallDetails({ call }: { call: Call }) {
  return (
    <Card title="Details">
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-2">
        <Fact label="Agent">
          <AgentLink call={call} />
          <span className="text-ink-2"> version {call.agentVersion}</span>
        </Fact>
        {call.carrier === 'twilio' && (
          <>
            <Fact label="Caller">
              <NumberLink number={call.from} />
            </Fact>
            <Fact label="Called">
              <NumberLink number={call.to} />
            </Fact>
          </>
        )}
        <Fact label="Line">
          {call.carrier === 'browser' ? 'Browser test' : carrierName(call)}
          <CarrierStatus call={call} />
        </Fact>
        <Fact label="Engine">{engineLabel(call.engine)}</Fact>
        {call.model !== '' && <Fact label="Model">{modelLabel(call.model)}</Fact>}
        {call.voice !== '' && <Fact label="Voice">{voiceLabel(call.voice)}</Fact>}
        {call.spokenWords && call.spokenWords.words > 0 && (
          <Fact label="Spoken as written">{asWritten(call.spokenWords)}</Fact>
        )}
        {call.unkeptPromises !== undefined && (
          <Fact label="Said but not done">{times(call.unkeptPromises)}</Fact>
        )}
        <OtherCall label="Goes on with" what="the call whose line broke" callSid={call.continues} />
        <OtherCall label="Went on in" what="the caller’s next call" callSid={call.continuedBy} />
        <Fact label="Call id">
          <span className="block font-mono text-sm break-all">{call.callSid}</span>
          <span className="mt-1.5 block">
            <CopyButton text={call.callSid} what="call id" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}

function asWritten({ words, differing }: NonNullable<Call['spokenWords']>): string {
  const share = formatShare(Math.max(0, words - differing), words)
  return `${share} of ${formatNumber(words)} words`
}

function times(count: number): string {
  return count === 1 ? 'Once' : `${count} times`
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

const linkClass = 'underline decoration-line-strong underline-offset-2 hover:text-accent'

function AgentLink({ call }: { call: Call }) {
  if (!call.agentId) return call.agentName
  return (
    <Link href={`/agents/${call.agentId}`} className={linkClass}>
      {call.agentName}
    </Link>
  )
}

/** Leads to another call of the same conversation. */
function OtherCall(props: { label: string; what: string; callSid: string | undefined }) {
  const { label, what, callSid } = props
  if (!callSid) return null
  return (
    <Fact label={label}>
      <Link href={`/calls/${callSid}`} className={linkClass}>
        {what}
      </Link>
    </Fact>
  )
}

/** Leads to every call of a number. */
function NumberLink({ number }: { number: string }) {
  if (number === '' || number === WITHHELD) return displayPhoneNumber(WITHHELD)
  return (
    <Link
      href={`/calls?number=${encodeURIComponent(number)}`}
      title="All calls with this number"
      className={linkClass}
    >
      <bdi className="tabular-nums">{displayPhoneNumber(number)}</bdi>
    </Link>
  )
}

/** What Twilio says of the call, where it adds something. */
function CarrierStatus({ call }: { call: Call }) {
  const { carrierStatus } = call
  if (!carrierStatus || isRunning(call)) return null
  return <span className="text-ink-2"> says {carrierStatus.replaceAll('-', ' ')}</span>
}
