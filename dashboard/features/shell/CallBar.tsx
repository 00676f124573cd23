import { Mic, MicOff, PhoneOff } from 'lucide-react'
import { Link } from 'wouter'
import { Button, buttonClass } from '../../components/Button.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { formatDuration } from '../../lib/format.ts'
import { useGuardedLocation } from '../../lib/navigation.ts'
import { useAskBeforeClosing } from '../../lib/useAskBeforeClosing.ts'
import { useNow } from '../../lib/useNow.ts'
import { type CurrentPhone, isCalling, useCurrentPhone } from '../test-call/currentPhone.ts'

/** A test call that goes on while one looks at something else: it is seen, muted and ended anywhere. */
export function CallBar() {
  const current = useCurrentPhone()
  const [path] = useGuardedLocation()
  const calling = current !== null && isCalling(current.state)
  useAskBeforeClosing(calling)
  if (!calling || path === testPath(current)) return null
  return <Bar {...current} />
}

function Bar(current: CurrentPhone) {
  const { agentName, phone, state } = current
  const talking = state.phase === 'talking'
  const muted = talking && state.muted
  return (
    <section
      aria-label="Test call"
      className="sticky top-0 z-15 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-accent-soft px-4 py-1.5 md:px-8 print:hidden"
    >
      <p className="flex min-w-0 flex-1 items-center gap-2 text-accent">
        <LiveDot />
        <span className="min-w-0 truncate">
          {talking ? 'Talking to' : 'Calling'} {agentName}
          {talking && <TalkTime since={state.since} />}
        </span>
      </p>
      <div className="flex gap-2">
        <Link href={testPath(current)} className={buttonClass({ size: 'sm' })}>
          Show
        </Link>
        <Button
          size="sm"
          disabled={!talking}
          aria-pressed={muted}
          aria-label="Mute"
          onClick={() => phone.mute(!muted)}
        >
          {muted ? <MicOff aria-hidden className="text-warn" /> : <Mic aria-hidden />}
        </Button>
        <Button size="sm" look="danger" disabled={!talking} onClick={() => phone.hangUp()}>
          <PhoneOff aria-hidden />
          Hang up
        </Button>
      </div>
    </section>
  )
}

function TalkTime({ since }: { since: number }) {
  const now = useNow(1000)
  return <span className="tabular-nums">, {formatDuration((now - since) / 1000)}</span>
}

const testPath = ({ agentId }: CurrentPhone) => `/agents/${agentId}/test`
