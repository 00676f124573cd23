import { clsx } from 'clsx'
import { memo } from 'react'
import type { Call, CallRecordEvent } from '../../../convex/model/call.ts'
import { BreakItem } from './BreakItem.tsx'
import { breakOf } from './breaks.ts'
import { EventItem, MilestoneItem } from './EventItem.tsx'
import type { TimelineEntry } from './timeline.ts'
import { transferEventOf } from './transfers/transferEvent.ts'
import { TransferItem } from './transfers/TransferItem.tsx'
import { TurnItem } from './TurnItem.tsx'
import { entryId } from './useFind.ts'
import type { Waterfall } from './waterfall.ts'

interface TimelineItemProps {
  entry: TimelineEntry
  call: Call
  /** BCP 47; `undefined` where it is not known. */
  lang: string | undefined
  waterfall: Waterfall | undefined
  scaleMs: number
  /** What is looked for; empty when nothing is. */
  words: string
  /** It is the place that was found. */
  current: boolean
}

/**
 * One line of a conversation. The browser lays out and paints only those that are near to what is
 * seen; all of them stay on the page, for its own search, for screen readers and for printing.
 * https://developer.mozilla.org/docs/Web/CSS/content-visibility
 */
export function TimelineItem(props: TimelineItemProps) {
  const { entry, current } = props
  return (
    <li
      id={entryId(entry.key)}
      aria-current={current || undefined}
      className={clsx(
        '-mx-1.5 rounded-md px-1.5 py-0.5 [contain-intrinsic-size:auto_3.25rem] [content-visibility:auto] has-[details[open]]:[content-visibility:visible] print:[content-visibility:visible]',
        current && 'bg-hover',
      )}
    >
      <Content {...props} />
    </li>
  )
}

function Content({ entry, call, lang, waterfall, scaleMs, words }: TimelineItemProps) {
  switch (entry.kind) {
    case 'turn':
      return (
        <MemoTurn
          turn={entry.turn}
          call={call}
          lang={lang}
          waterfall={waterfall}
          scaleMs={scaleMs}
          words={words}
        />
      )
    case 'event':
      return <MemoEvent event={entry.event} scaleMs={scaleMs} words={words} />
    case 'milestone':
      return <MilestoneItem atMs={entry.atMs} text={entry.text} />
  }
}

function AnyEvent(props: { event: CallRecordEvent; scaleMs: number; words: string }) {
  const broke = breakOf(props.event)
  if (broke) return <BreakItem {...props} broke={broke} />
  const transfer = transferEventOf(props.event)
  return transfer ? <TransferItem {...props} transfer={transfer} /> : <EventItem {...props} />
}

/** Words come many times a second, and only what they change is drawn again. */
const MemoTurn = memo(TurnItem)
const MemoEvent = memo(AnyEvent)
