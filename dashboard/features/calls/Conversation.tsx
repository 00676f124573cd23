import { useMemo } from 'react'
import { Card } from '../../components/Card.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { isRunning } from '../../lib/callWords.ts'
import { breakTimesOf } from './breaks.ts'
import { FindBar } from './FindBar.tsx'
import type { CallView, LiveCall } from './liveCall.ts'
import type { LiveConnection } from './liveSocket.ts'
import { timelineOf } from './timeline.ts'
import { TimelineItem } from './TimelineItem.tsx'
import { useCallLanguage } from './useCallLanguage.ts'
import { useFind } from './useFind.ts'
import { useFollowEnd } from './useFollowEnd.ts'
import { partsOf, sharedScaleMs, waterfallsOf } from './waterfall.ts'
import { WaterfallLegend } from './WaterfallBar.tsx'

interface ConversationProps {
  view: CallView
  /** Who has the floor; `null` when nobody tells. */
  speaking: LiveCall['speaking'] | null
  connection: LiveConnection
}

/** Fewer lines than this are found by looking. */
const WORTH_A_SEARCH = 20

/** What was said and what else happened, on one timeline. */
export function Conversation({ view, speaking, connection }: ConversationProps) {
  const { call, turns } = view
  const running = isRunning(call)
  const entries = useMemo(() => timelineOf(view), [view])
  const waterfalls = useMemo(() => waterfallsOf(turns, call), [turns, call])
  const lang = useCallLanguage(call)
  const find = useFind(entries)
  const end = useFollowEnd(running)
  const action = running ? (
    <Floor speaking={speaking} connection={connection} />
  ) : (
    waterfalls.size > 0 && <WaterfallLegend parts={partsOf(waterfalls.values())} />
  )
  const scaleMs = sharedScaleMs(waterfalls.values(), breakTimesOf(view.events))
  return (
    <Card title="Conversation" action={action}>
      {entries.length >= WORTH_A_SEARCH && (
        <FindBar
          words={find.words}
          onWords={find.look}
          count={find.count}
          current={find.current}
          onStep={find.step}
        />
      )}
      <ol className="grid gap-2">
        {entries.map((entry) => (
          <TimelineItem
            key={entry.key}
            entry={entry}
            call={call}
            lang={lang}
            waterfall={waterfalls.get(entry.key)}
            scaleMs={scaleMs}
            words={find.words}
            current={entry.key === find.currentKey}
          />
        ))}
      </ol>
      {running && <LastSaid view={view} lang={lang} />}
      <div ref={end} />
    </Card>
  )
}

/** One line with a fixed height: it changes often, and nothing may move with it. */
function Floor({ speaking, connection }: Pick<ConversationProps, 'speaking' | 'connection'>) {
  const lost = connection === 'lost'
  return (
    <p className={`flex h-6 items-center gap-2 text-sm ${lost ? 'text-warn' : 'text-accent'}`}>
      <LiveDot />
      {lost ? 'Live view lost, trying again' : floorWords(speaking)}
    </p>
  )
}

function floorWords(speaking: LiveCall['speaking'] | null): string {
  if (speaking?.caller && speaking.agent) return 'Both are speaking'
  if (speaking?.caller) return 'Caller is speaking'
  if (speaking?.agent) return 'Agent is speaking'
  return 'Live'
}

/** Screen readers hear each finished turn once, not every word of it. */
function LastSaid({ view, lang }: { view: CallView; lang: string | undefined }) {
  const last = view.turns.findLast(({ endedAtMs, text }) => endedAtMs !== null && text !== '')
  return (
    <output lang={lang} className="sr-only">
      {last &&
        `${last.role === 'caller' ? 'Caller' : view.call.agentName}: ${last.heardText || last.text}`}
    </output>
  )
}
