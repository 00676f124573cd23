import { clsx } from 'clsx'
import { labelEvery, ticksOf } from '../lib/chartScale.ts'

export interface Series {
  label: string
  /** It counts what went wrong. */
  bad?: boolean
  values: readonly number[]
}

interface ColumnChartProps {
  /** What the chart shows; its table's caption. */
  label: string
  /** One a column. */
  columns: readonly { label: string; short: string; faded?: boolean }[]
  /** Stacked, from the bottom up. */
  series: readonly Series[]
  format: (value: number) => string
}

/** This many labels fit under a chart; under a narrow one every other of them is left out. */
const FITTING_LABELS = 7

/** Stacked columns to see, and the same as a table to read. */
export function ColumnChart(props: ColumnChartProps) {
  const { columns, series, format } = props
  const totals = columns.map((_, index) => totalAt(series, index))
  const ticks = ticksOf(Math.max(0, ...totals))
  const top = ticks.at(-1) ?? 1
  return (
    <figure className="relative m-0">
      <div aria-hidden className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <Axis ticks={ticks} format={format} />
        <div className="relative h-40">
          {ticks.map((tick) => (
            <span
              key={tick}
              className={clsx('absolute inset-x-0 border-t', tick > 0 && 'border-dashed')}
              style={{ bottom: `${(tick / top) * 100}%` }}
            />
          ))}
          <div className="absolute inset-0 flex items-end">
            {columns.map((column, index) => (
              <Column key={column.label} {...props} index={index} top={top} />
            ))}
          </div>
        </div>
        <span />
        <ColumnLabels columns={columns} />
      </div>
      <div className="sr-only">
        <ChartTable {...props} />
      </div>
    </figure>
  )
}

/** The last column always has its label. */
function ColumnLabels({ columns }: Pick<ColumnChartProps, 'columns'>) {
  const every = labelEvery(columns.length, FITTING_LABELS)
  const fromEnd = (index: number) => columns.length - 1 - index
  return (
    <div className="flex h-6 text-sm text-ink-2">
      {columns.map(({ label, short }, index) => (
        <span
          key={label}
          className={clsx(
            'flex min-w-0 flex-1 pt-1',
            // A narrow last column's label would stick out of the chart.
            fromEnd(index) === 0 && every > 1 ? 'justify-end' : 'justify-center',
          )}
        >
          {fromEnd(index) % every === 0 && (
            <span
              className={clsx(
                'whitespace-nowrap',
                fromEnd(index) % (2 * every) !== 0 && 'max-sm:hidden',
              )}
            >
              {short}
            </span>
          )}
        </span>
      ))}
    </div>
  )
}

function Axis({ ticks, format }: { ticks: readonly number[]; format: (tick: number) => string }) {
  const top = ticks.at(-1) ?? 1
  return (
    <div className="relative h-40 text-right text-sm text-ink-2 tabular-nums">
      {/* Gives the axis the width of its widest label. */}
      <span className="invisible">{format(top)}</span>
      {ticks.map((tick) => (
        <span
          key={tick}
          className="absolute right-0 translate-y-1/2 leading-none"
          style={{ bottom: `${(tick / top) * 100}%` }}
        >
          {format(tick)}
        </span>
      ))}
    </div>
  )
}

interface ColumnProps extends ColumnChartProps {
  index: number
  top: number
}

function Column({ columns, series, format, index, top }: ColumnProps) {
  const column = columns[index]
  const early = index < columns.length / 2
  return (
    <div className="group relative flex h-full flex-1 items-end justify-center hover:bg-hover">
      <div
        className={clsx(
          'flex h-full w-[68%] max-w-10 flex-col-reverse',
          column?.faded && 'opacity-40',
        )}
      >
        {series
          .filter(({ values }) => values[index])
          .map(({ label, bad = false, values }) => (
            <span
              key={label}
              className={clsx(
                'mark block border-surface not-first:border-b last:rounded-t-xs',
                bad && 'mark-bad',
              )}
              style={{ height: `${((values[index] ?? 0) / top) * 100}%` }}
            />
          ))}
      </div>
      <div
        className={clsx(
          'pointer-events-none absolute top-0 z-10 hidden rounded-md border border-transparent bg-ink px-2.5 py-1.5 text-sm whitespace-nowrap text-canvas shadow-pop group-hover:block',
          early ? 'left-1/2' : 'right-1/2',
        )}
      >
        <p className="font-medium">{column?.label}</p>
        {series.map(({ label, values }) => (
          <p key={label} className="tabular-nums">
            {label}: {format(values[index] ?? 0)}
          </p>
        ))}
      </div>
    </div>
  )
}

function ChartTable({ label, columns, series, format }: ColumnChartProps) {
  return (
    <table>
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          {series.map((one) => (
            <th key={one.label} scope="col">
              {one.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map((column, index) => (
          <tr key={column.label}>
            <th scope="row">{column.label}</th>
            {series.map((one) => (
              <td key={one.label}>{format(one.values[index] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function totalAt(series: readonly Series[], index: number): number {
  return series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
}
