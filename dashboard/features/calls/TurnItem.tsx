import { clsx } from 'clsx'
import { Scissors } from 'lucide-react'
import type { Call, Turn } from '../../../convex/model/call.ts'
import { heardPartOf } from './heardPart.ts'
import { isOpen, isUnwritten } from './liveCall.ts'
import { Marked } from './Marked.tsx'
import { Moment } from './Moment.tsx'
import type { Waterfall } from './waterfall.ts'
import { WaterfallBar } from './WaterfallBar.tsx'

interface TurnItemProps {
  turn: Turn
  call: Call
  /** BCP 47; `undefined` where it is not known. */
  lang: string | undefined
  waterfall: Waterfall | undefined
  scaleMs: number
  /** What is looked for; empty when nothing is. */
  words: string
}

/** One party's utterance. */
export function TurnItem({ turn, call, lang, waterfall, scaleMs, words }: TurnItemProps) {
  const byAgent = turn.role === 'agent'
  const open = isOpen(turn, call)
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2">
      {open && isUnwritten(turn) ? <span /> : <Moment atMs={turn.startedAtMs} />}
      <div
        className={clsx(
          'rounded-md border-l-3 py-0.5 pl-3',
          byAgent ? 'border-accent' : 'border-line-strong',
        )}
      >
        <div className="relative flex flex-wrap items-center justify-between gap-x-3">
          <p
            dir="auto"
            className={clsx('min-w-0 text-sm font-medium', byAgent ? 'text-accent' : 'text-ink-2')}
          >
            {byAgent ? call.agentName : 'Caller'}
          </p>
          {waterfall && <WaterfallBar waterfall={waterfall} scaleMs={scaleMs} />}
        </div>
        <TurnText turn={turn} open={open} lang={lang} words={words} />
      </div>
    </div>
  )
}

interface TurnTextProps extends Pick<TurnItemProps, 'turn' | 'lang' | 'words'> {
  open: boolean
}

function TurnText({ turn, open, lang, words }: TurnTextProps) {
  const cut = heardPartOf(turn)
  if (cut) {
    return (
      <p dir="auto" lang={lang} className="whitespace-pre-wrap">
        <Marked text={cut.heard} words={words} />
        <CutMark nothingHeard={cut.heard === ''} />
        <del className="text-ink-2">
          <Marked text={cut.unheard.trimStart()} words={words} />
        </del>
      </p>
    )
  }
  if (turn.text.trim() === '') {
    return <p className="text-ink-2 italic">{open ? 'Writing down…' : wordless(turn)}</p>
  }
  return (
    <p dir="auto" lang={lang} className="whitespace-pre-wrap">
      <Marked text={turn.text} words={words} />
      {open && <Caret />}
    </p>
  )
}

/** The caller was not understood; the agent was ended before its first word. */
function wordless({ role }: Turn): string {
  return role === 'caller' ? 'No words were made out.' : 'It came to no words.'
}

/** Where the caller stopped hearing the agent. */
function CutMark({ nothingHeard }: { nothingHeard: boolean }) {
  const words = nothingHeard ? 'Not heard by the caller:' : 'Cut off here; not heard by the caller:'
  return (
    <span
      lang="en"
      className="mx-1.5 inline-flex items-center align-middle text-warn"
      title={words}
    >
      <Scissors aria-hidden className="size-3.5" />
      <span className="sr-only"> {words} </span>
    </span>
  )
}

/** More words are on their way. */
function Caret() {
  return (
    <span
      aria-hidden
      className="ml-1 inline-block h-4 w-1.5 animate-pulse rounded-xs bg-accent align-text-bottom"
    />
  )
}
