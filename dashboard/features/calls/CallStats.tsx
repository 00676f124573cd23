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
import type { CallView } from './liveCall.ts'
import { type Waits, waitsOf } from './waits.ts'

/** What one asks first of a call; it ticks while the call runs. */
export function CallStats({ view }: { view: CallView }) {
  const { call } = view
  const running = isRunning(call)
  const now = useNow(running ? 1000 : 60_000)
  const { firstWord, answers } = waitsOf(view)
  const { carrierDurationSec } = call
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
        value={firstWord ? formatMs(firstWord.ms) : '–'}
        note={firstWord ? `from pick-up, ${firstWord.until}` : noneOf(running)}
      />
      <Answers answers={answers} running={running} />
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
function Answers({ answers, running }: Pick<Waits, 'answers'> & { running: boolean }) {
  if (answers.length === 0) {
    return <Stat label="Typical answer" value="–" note={noneOf(running)} />
  }
  const note = `slowest ${formatMs(Math.max(...answers))}`
  return <Stat label="Typical answer" value={formatMs(middleOf(answers))} note={note} />
}

const noneOf = (running: boolean) => (running ? 'none yet' : 'none')

function costNote({ carrier, cost }: Call): string {
  if (carrier === 'browser') return 'the line was free'
  return cost.carrier === null ? 'Twilio’s price comes later' : 'with Twilio’s price'
}
