/** The table that people read. */
import type { Figure } from './figures.ts'

/** `other`: what the product stands beside. */
export function tableOf(figures: readonly Figure[], other = 'relay'): string {
  const headings = ['metric', 'product', other, 'compared', 'target', '']
  const rows = [headings, ...figures.map(rowOf)]
  const widths = headings.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const lines = rows.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, i)).join('  '))
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '))
  return lines.map((line) => line.trimEnd()).join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function rowOf({ metric, unit, product, relay, compared, target }: Figure): string[] {
  const withUnit = (value: number) => `${rounded(value)} ${unit}`.trim()
  return [
    metric,
    withUnit(product),
    relay === null ? '' : withUnit(relay),
    compared === null ? '' : comparison(compared, unit),
    target === null ? '' : limitOf(target, compared, unit),
    target === null ? '' : target.reached ? 'ok' : 'MISSED',
  ]
}

function comparison(compared: NonNullable<Figure['compared']>, unit: string): string {
  if (compared.by === 'ratio') return `${compared.value.toFixed(2)} ×`
  return `${compared.value < 0 ? '' : '+'}${rounded(compared.value)} ${unit}`
}

function limitOf(
  { of, atMost }: NonNullable<Figure['target']>,
  compared: Figure['compared'],
  unit: string,
): string {
  if (of === 'product') return `≤ ${atMost} ${unit}`.trim()
  return compared?.by === 'ratio' ? `≤ ${atMost} ×` : `≤ +${atMost} ${unit}`
}

function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) < 100 ? value.toFixed(2) : value.toFixed(0)
}
