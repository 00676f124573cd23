import { Fragment } from 'react'
import type { Call } from '../../../../convex/model/call.ts'
import type { TransferRecord } from '../../../../convex/model/transfer.ts'
import { Badge } from '../../../components/Badge.tsx'
import { Card } from '../../../components/Card.tsx'
import { displayPhoneNumber } from '../../../lib/phoneNumber.ts'
import { factsOf } from './transferFacts.ts'
import { outcomeWords } from './transferWords.ts'

/** What became of the attempts to put the caller through. */
export function Transfers({ call }: { call: Call }) {
  const over = (call.transfers ?? []).filter(
    ({ endedAt }) => endedAt !== null || call.endedAt !== null,
  )
  if (over.length === 0) return null
  return (
    <Card title="Transfers">
      <ol aria-label="Transfers" className="grid divide-y">
        {over.map((transfer) => (
          <Attempt key={transfer.attempt} transfer={transfer} call={call} />
        ))}
      </ol>
    </Card>
  )
}

function Attempt({ transfer, call }: { transfer: TransferRecord; call: Call }) {
  const { words, tone, sentence } = outcomeWords(transfer)
  return (
    <li className="grid gap-1 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <bdi className="min-w-0 font-medium break-words">{transfer.destination}</bdi>
        <Badge tone={tone}>{words}</Badge>
      </div>
      <p className="text-sm break-all text-ink-2 tabular-nums">
        <bdi>{displayPhoneNumber(transfer.to)}</bdi>, {transfer.mode}
      </p>
      <p className="text-sm">{sentence}</p>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 text-sm tabular-nums">
        {factsOf(transfer, call).map(({ label, text }) => (
          <Fragment key={label}>
            <dt className="text-ink-2">{label}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
    </li>
  )
}
