import { clsx } from 'clsx'
import {
  Grid3x3,
  Info,
  type LucideIcon,
  MessageSquareReply,
  Phone,
  Scissors,
  TriangleAlert,
  Wrench,
} from 'lucide-react'
import type { CallRecordEvent } from '../../../convex/model/call.ts'
import { ScrollArea } from '../../components/ScrollArea.tsx'
import { saidOf } from '../../lib/saidOf.ts'
import { readableDetail } from './callFacts.ts'
import { holds } from './findInTimeline.ts'
import { Marked } from './Marked.tsx'
import { Moment } from './Moment.tsx'
import { restOfDetail, toolLead } from './toolWords.ts'

type Kind = CallRecordEvent['kind']

const ICONS: Record<Kind, LucideIcon> = {
  status: Phone,
  barge_in: Scissors,
  dtmf: Grid3x3,
  tool_call: Wrench,
  tool_result: MessageSquareReply,
  engine_error: TriangleAlert,
  carrier_error: TriangleAlert,
  note: Info,
}

/** What the summary is about; empty where the summary says it itself. */
const LEADS: Record<Exclude<Kind, `tool_${string}`>, string> = {
  status: '',
  barge_in: '',
  dtmf: 'Key pressed:',
  engine_error: 'Model:',
  carrier_error: 'Line:',
  note: '',
}

/** Something that is not speech. */
export function EventItem({ event, words }: { event: CallRecordEvent; words: string }) {
  const { kind, summary, atMs } = event
  const detail = restOfDetail(event)
  const Icon = Object.hasOwn(ICONS, kind) ? ICONS[kind] : Info
  const bad = kind === 'engine_error' || kind === 'carrier_error'
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2">
      <Moment atMs={atMs} />
      <div className={clsx('flex gap-2 text-sm', bad ? 'text-bad' : 'text-ink-2')}>
        <Icon
          aria-hidden
          className={clsx('mt-0.5 size-4 shrink-0', kind === 'barge_in' && 'text-warn')}
        />
        <div className="min-w-0 flex-1">
          <p>
            {toolLead(event) ?? saidOf(LEADS, kind)}{' '}
            <bdi className={bad ? '' : 'text-ink'}>
              <Marked text={summary} words={words} />
            </bdi>
          </p>
          {detail && <Detail text={detail} of={summary} words={words} />}
        </div>
      </div>
    </div>
  )
}

function Detail({ text, of, words }: { text: string; of: string; words: string }) {
  const readable = readableDetail(text)
  if (readable === '{}') return null
  return (
    <details open={holds(readable, words)} className="mt-0.5 text-ink-2">
      <summary className="w-fit rounded-sm">Details</summary>
      <ScrollArea
        label={`Details of ${of}`}
        className="mt-1 max-h-64 rounded-md border bg-canvas p-2"
      >
        <pre dir="auto" className="font-mono text-[0.8125rem] whitespace-pre-wrap text-ink">
          <Marked text={readable} words={words} />
        </pre>
      </ScrollArea>
    </details>
  )
}

/** A point in the call's own life. */
export function MilestoneItem({ atMs, text }: { atMs: number; text: string }) {
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2">
      <Moment atMs={atMs} />
      <p className="flex items-center gap-2 text-sm text-ink-2">
        <Phone aria-hidden className="size-4 shrink-0" />
        {text}
      </p>
    </div>
  )
}
