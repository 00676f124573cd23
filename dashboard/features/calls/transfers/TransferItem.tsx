import { PhoneForwarded, PhoneIncoming, PhoneMissed } from 'lucide-react'
import type { CallRecordEvent } from '../../../../convex/model/call.ts'
import { Marked } from '../Marked.tsx'
import { Moment } from '../Moment.tsx'
import { toneOf, type TransferEvent } from './transferEvent.ts'

const LOOKS = {
  good: { Icon: PhoneIncoming, className: 'text-good' },
  warn: { Icon: PhoneMissed, className: 'text-warn' },
  bad: { Icon: PhoneMissed, className: 'text-bad' },
  neutral: { Icon: PhoneForwarded, className: 'text-ink-2' },
}

interface TransferItemProps {
  event: CallRecordEvent
  transfer: TransferEvent
  words: string
}

/** How far an attempt to put the caller through has come. */
export function TransferItem({ event, transfer, words }: TransferItemProps) {
  const { Icon, className } = LOOKS[toneOf(transfer)]
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2">
      <Moment atMs={event.atMs} />
      <div className="flex gap-2 text-sm">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${className}`} />
        <div className="min-w-0 flex-1">
          <p>
            <bdi>
              <Marked text={event.summary} words={words} />
            </bdi>
          </p>
          {transfer.reason && (
            <p className="text-ink-2">
              <bdi>
                <Marked text={transfer.reason} words={words} />
              </bdi>
            </p>
          )}
        </div>
      </div>
    </div>
  )
}
