import type { Call } from '../../../convex/model/call.ts'
import { Stat, Stats } from '../../components/Stat.tsx'
import { isRunning, talkSec, totalCost } from '../../lib/callWords.ts'
import {
  formatAgo,
  formatDateTime,
  formatDuration,
  formatMs,
  formatSums,
} from '../../lib/format.ts'
import { useNow } from '../../lib/useNow.ts'
import { carrierName, middleOf } from './callFacts.ts'

/** What one asks first of a call; it ticks while the call runs. */
export function CallStats({ call }: { call: Call }) {
  const running = isRunning(call)
  const now = useNow(running ? 1000 : 60_000)
  const { firstWordMs, carrierDurationSec } = call
  return (
    <Stats className="lg:grid-cols-5">
      <Stat
        label="Length"
        value={formatDuration(talkSec(call, now))}
        note={
          carrierDurationSec === null
            ? running && 'so far'
            : `${carrierName(call)} counts ${formatDuration(carrierDurationSec)}`
        }
      />
      <Stat
        label="First word"
        value={firstWordMs === null ? '–' : formatMs(firstWordMs)}
        note="after pick-up"
      />
      <Answers call={call} />
      <Stat
        label="Cost"
        value={formatSums(totalCost(call))}
        note={running ? 'so far' : costNote(call)}
      />
      <Stat
        label="Started"
        value={formatAgo(call.startedAt, now)}
        note={formatDateTime(call.startedAt)}
        className="max-sm:col-span-2 sm:max-lg:col-span-2"
      />
    </Stats>
  )
}

/** Each turn's answer counts once; one slow answer does not make them all slow. */
function Answers({ call }: { call: Call }) {
  const { answerMs } = call
  if (answerMs.length === 0) {
    return <Stat label="Typical answer" value="–" note={isRunning(call) ? 'none yet' : 'none'} />
  }
  const note = `slowest ${formatMs(Math.max(...answerMs))}`
  return <Stat label="Typical answer" value={formatMs(middleOf(answerMs))} note={note} />
}

function costNote({ carrier, cost }: Call): string {
  if (carrier === 'browser') return 'the line was free'
  return cost.carrier === null ? 'Twilio’s price comes later' : 'with Twilio’s price'
}
