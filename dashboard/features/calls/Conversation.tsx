import { useMemo } from 'react'
import { Card } from '../../components/Card.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { isRunning } from '../../lib/callWords.ts'
import { EventItem, MilestoneItem } from './EventItem.tsx'
import type { CallView, LiveCall } from './liveCall.ts'
import { timelineOf } from './timeline.ts'
import { TurnItem } from './TurnItem.tsx'
import { useFollowEnd } from './useFollowEnd.ts'
import type { LiveConnection } from './liveSocket.ts'
import { sharedScaleMs } from './waterfall.ts'
import { WaterfallLegend } from './WaterfallBar.tsx'

interface ConversationProps {
  view: CallView
  /** Who has the floor; `null` when nobody tells. */
  speaking: LiveCall['speaking'] | null
  connection: LiveConnection
}

/** What was said and what else happened, on one timeline. */
export function Conversation({ view, speaking, connection }: ConversationProps) {
  const { call, turns } = view
  const running = isRunning(call)
  const entries = useMemo(() => timelineOf(view), [view])
  const scaleMs = useMemo(() => sharedScaleMs(turns.map(({ timing }) => timing)), [turns])
  const end = useFollowEnd(running, view)
  return (
    <Card
      title="Conversation"
      action={
        running ? (
          <Floor speaking={speaking} connection={connection} />
        ) : (
          turns.some(({ timing }) => timing) && <WaterfallLegend />
        )
      }
    >
      <ol className="grid gap-3">
        {entries.map((entry) => {
          switch (entry.kind) {
            case 'turn':
              return <TurnItem key={entry.key} turn={entry.turn} call={call} scaleMs={scaleMs} />
            case 'event':
              return <EventItem key={entry.key} event={entry.event} />
            case 'milestone':
              return <MilestoneItem key={entry.key} atMs={entry.atMs} text={entry.text} />
          }
        })}
      </ol>
      {running && <LastSaid view={view} />}
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
function LastSaid({ view }: { view: CallView }) {
  const last = view.turns.findLast(({ endedAtMs, text }) => endedAtMs !== null && text !== '')
  return (
    <p role="status" className="sr-only">
      {last &&
        `${last.role === 'caller' ? 'Caller' : view.call.agentName}: ${last.heardText || last.text}`}
    </p>
  )
}
