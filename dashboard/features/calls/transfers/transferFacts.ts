import type { Call } from '../../../../convex/model/call.ts'
import type { TransferRecord } from '../../../../convex/model/transfer.ts'
import { formatDuration, formatMoney } from '../../../lib/format.ts'
import { askedByWords } from './transferWords.ts'

export interface TransferFact {
  label: string
  text: string
}

/** The times of both sides of the line, and what the person's side cost: what is known of it. */
export function factsOf(
  transfer: TransferRecord,
  { startedAt, endedAt: callEndedAt }: Pick<Call, 'startedAt' | 'endedAt'>,
): TransferFact[] {
  const { mode, askedAt, ringingAt, answeredAt, acceptedAt, connectedAt } = transfer
  const endedAt = transfer.endedAt ?? callEndedAt
  const asked = `${between(startedAt, askedAt)}, by ${askedByWords(transfer)}`
  return [
    { label: 'Asked at', text: asked },
    ...lasted('Rang for', ringingAt, answeredAt ?? endedAt),
    ...lasted('Briefed for', mode === 'warm' ? answeredAt : null, acceptedAt ?? endedAt),
    ...lasted('Caller waited', askedAt, connectedAt ?? endedAt),
    ...lasted('Talked for', connectedAt, endedAt),
    ...personsSide(transfer),
  ]
}

function lasted(label: string, from: number | null, to: number | null): TransferFact[] {
  return from === null || to === null ? [] : [{ label, text: between(from, to) }]
}

/** The carrier tells of it a while after the end. */
function personsSide({ answeredAt, legSec, price }: TransferRecord): TransferFact[] {
  if (answeredAt === null && legSec === null && price === null) return []
  return [
    { label: 'Person’s line', text: legSec === null ? 'pending' : formatDuration(legSec) },
    {
      label: 'Price',
      text: price === null ? 'pending' : formatMoney(price.amount, price.currency),
    },
  ]
}

const between = (from: number, to: number): string => formatDuration((to - from) / 1000)
