import { Fragment, type ReactNode } from 'react'
import type { Call } from '../../../convex/model/call.ts'
import { Card } from '../../components/Card.tsx'
import { isRunning, totalCost } from '../../lib/callWords.ts'
import { formatDuration, formatMoney, formatSums, formatUsd } from '../../lib/format.ts'
import { usageParts } from './usageParts.ts'

/** What a call used, and what each part of it cost. */
export function CallCost({ call }: { call: Call }) {
  const { carrierDurationSec: heardSec } = call
  const used = heardSec === null ? '' : formatDuration(heardSec)
  const line = { key: 'line', label: 'Line', used, cost: lineCost(call) }
  const lines = [line, ...personsLines(call)]
  return <CostCard what="call" record={call} isOver={!isRunning(call)} lines={lines} />
}

interface CostCardProps {
  /** What it is of, as a word. */
  what: string
  record: Pick<Call, 'usage' | 'cost' | 'startedAt' | 'transfers'>
  isOver: boolean
  /** What each line used and cost, the caller's first. */
  lines: readonly { key: string; label: string; used: string; cost: string }[]
}

/** What was used, and what each part of it cost. */
export function CostCard({ what, record, isOver, lines }: CostCardProps) {
  return (
    <Card title={isOver ? 'Usage and cost' : 'Usage and cost so far'}>
      <table className="w-full">
        <caption className="sr-only">What each part of the {what} used and cost</caption>
        <Head />
        <tbody>
          {usageParts(record).map(({ part, label, used, cost, lines: parts }) => (
            <Fragment key={part}>
              <PartRow label={label} used={used} cost={costText(cost)} />
              {parts.map((of) => (
                <PartRow
                  key={of.label}
                  sub
                  label={of.label}
                  used={of.used}
                  cost={costText(of.cost)}
                />
              ))}
            </Fragment>
          ))}
          {lines.map(({ key, ...line }) => (
            <PartRow key={key} {...line} />
          ))}
        </tbody>
        <Total record={record} />
      </table>
    </Card>
  )
}

/** No price is known for what a price list does not name. */
const costText = (usd: number | null): string => (usd === null ? '–' : formatUsd(usd))

function Head() {
  return (
    <thead className="text-left text-sm text-ink-2">
      <tr>
        <th scope="col" className="pb-1 font-medium">
          Part
        </th>
        <th scope="col" className="pb-1 text-right font-medium">
          Used
        </th>
        <th scope="col" className="pb-1 text-right font-medium">
          Cost
        </th>
      </tr>
    </thead>
  )
}

function Total({ record }: Pick<CostCardProps, 'record'>) {
  return (
    <tfoot className="border-t">
      <tr>
        <th scope="row" colSpan={2} className="pt-1.5 text-left font-semibold">
          Total
        </th>
        <td className="pt-1.5 text-right font-semibold tabular-nums">
          {formatSums(totalCost(record))}
        </td>
      </tr>
    </tfoot>
  )
}

interface PartRowProps {
  label: string
  used: ReactNode
  cost: ReactNode
  /** A part of the part above. */
  sub?: boolean
}

function PartRow({ label, used, cost, sub = false }: PartRowProps) {
  return (
    <tr className={sub ? 'text-sm text-ink-2' : ''}>
      <th scope="row" className={`py-0.5 text-left font-normal ${sub ? 'pl-3' : ''}`}>
        {label}
      </th>
      <td className={`text-right tabular-nums ${sub ? '' : 'text-ink-2'}`}>{used}</td>
      <td className="text-right tabular-nums">{cost}</td>
    </tr>
  )
}

function lineCost({ carrier, cost }: Call): string {
  if (carrier === 'browser') return 'free'
  if (cost.carrier === null) return 'pending'
  return formatMoney(cost.carrier.amount, cost.carrier.currency)
}

/** The lines to persons who were called and picked up, and others that the carrier charged for. */
function personsLines({ transfers = [] }: Call) {
  const charged = transfers.filter(({ answeredAt, price }) => answeredAt !== null || price !== null)
  return charged.map(({ attempt, destination, legSec, price }) => ({
    key: `person${attempt}`,
    label: `Line to ${destination}`,
    used: legSec === null ? '' : formatDuration(legSec),
    cost: price === null ? 'pending' : formatMoney(price.amount, price.currency),
  }))
}
