import { Mic, MicOff, PhoneCall, PhoneOff } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatDuration } from '../../lib/format.ts'
import { useNow } from '../../lib/useNow.ts'
import type { Phone } from './currentPhone.ts'
import { Keypad } from './Keypad.tsx'
import { Level } from './Level.ts'
import { LevelMeter } from './LevelMeter.tsx'
import { MicrophoneHelp } from './MicrophoneHelp.tsx'
import type { PhoneState } from './phoneState.ts'

interface PhonePanelProps {
  agentName: string
  /** `null` until the first call. */
  phone: Phone | null
  state: PhoneState
  onCall: () => void
}

const QUIET = new Level()

/** The phone itself: its size stays the same in every state. */
export function PhonePanel({ agentName, phone, state, onCall }: PhonePanelProps) {
  const talking = state.phase === 'talking'
  return (
    <section aria-label="Phone" className="grid gap-4 rounded-lg border bg-surface p-4">
      <div>
        <h2 dir="auto" className="font-semibold">
          {agentName}
        </h2>
        <output className="block h-6 text-ink-2 tabular-nums">
          {talking ? <TalkTime since={state.since} /> : STATE_WORDS[state.phase]}
        </output>
      </div>
      <div className="grid gap-2">
        <LevelMeter label="You" level={phone?.microphoneLevel ?? QUIET} />
        <LevelMeter label="Agent" level={phone?.agentLevel ?? QUIET} />
      </div>
      <CallButtons phone={phone} state={state} onCall={onCall} />
      <Keypad enabled={talking} onPress={(digit) => phone?.press(digit)} />
      {state.phase === 'no-microphone' && <MicrophoneHelp trouble={state.trouble} />}
      {state.phase === 'failed' && <ErrorNotice message={state.message} />}
    </section>
  )
}

const STATE_WORDS: Record<Exclude<PhoneState['phase'], 'talking'>, string> = {
  idle: 'Ready to call',
  'asking-microphone': 'Asks for the microphone…',
  connecting: 'Connecting…',
  ended: 'Call ended',
  'no-microphone': 'No microphone',
  failed: 'Not connected',
}

function TalkTime({ since }: { since: number }) {
  const now = useNow(500)
  return <>Talking, {formatDuration((now - since) / 1000)}</>
}

function CallButtons({ phone, state, onCall }: Omit<PhonePanelProps, 'agentName'>) {
  if (state.phase !== 'talking') {
    const busy = state.phase === 'asking-microphone' || state.phase === 'connecting'
    return (
      <Button look="primary" busy={busy} onClick={onCall} className="w-full">
        <PhoneCall aria-hidden />
        {state.phase === 'ended' ? 'Call again' : 'Call'}
      </Button>
    )
  }
  const { muted } = state
  return (
    <div className="grid grid-cols-2 gap-2">
      <Button aria-pressed={muted} onClick={() => phone?.mute(!muted)}>
        {muted ? <MicOff aria-hidden className="text-warn" /> : <Mic aria-hidden />}
        {muted ? 'Muted' : 'Mute'}
      </Button>
      <Button look="danger" onClick={() => phone?.hangUp()}>
        <PhoneOff aria-hidden />
        Hang up
      </Button>
    </div>
  )
}
