import { Fragment, type ReactNode } from 'react'
import type { Call } from '../../../convex/model/call.ts'
import { Card } from '../../components/Card.tsx'
import { isRunning, totalCost } from '../../lib/callWords.ts'
import { formatDuration, formatMoney, formatSums, formatUsd } from '../../lib/format.ts'
import { usageParts } from './usageParts.ts'

/** What a call used, and what each part of it cost. */
export function CallCost({ call }: { call: Call }) {
  return (
    <Card title={isRunning(call) ? 'Usage and cost so far' : 'Usage and cost'}>
      <table className="w-full">
        <caption className="sr-only">What each part of the call used and cost</caption>
        <Head />
        <tbody>
          {usageParts(call).map(({ part, label, used, cost, lines }) => (
            <Fragment key={part}>
              <PartRow label={label} used={used} cost={costText(cost)} />
              {lines.map((line) => (
                <PartRow
                  key={line.label}
                  sub
                  label={line.label}
                  used={line.used}
                  cost={costText(line.cost)}
                />
              ))}
            </Fragment>
          ))}
          <PartRow
            label="Line"
            used={call.carrierDurationSec === null ? '' : formatDuration(call.carrierDurationSec)}
            cost={lineCost(call)}
          />
          {personsLines(call).map(({ attempt, ...line }) => (
            <PartRow key={attempt} {...line} />
          ))}
        </tbody>
        <Total call={call} />
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

function Total({ call }: { call: Call }) {
  return (
    <tfoot className="border-t">
      <tr>
        <th scope="row" colSpan={2} className="pt-1.5 text-left font-semibold">
          Total
        </th>
        <td className="pt-1.5 text-right font-semibold tabular-nums">
          {formatSums(totalCost(call))}
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
    attempt,
    label: `Line to ${destination}`,
    used: legSec === null ? '' : formatDuration(legSec),
    cost: price === null ? 'pending' : formatMoney(price.amount, price.currency),
  }))
}
