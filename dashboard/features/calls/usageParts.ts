/** What a call used, and what each part of it cost. */
import type { Call } from '../../../convex/model/call.ts'
import { modelLabel, priceOf } from '../../../convex/model/engines/index.ts'
import type { Usage, UsageLine } from '../../../convex/model/usage.ts'
import { partLabel } from '../../lib/callWords.ts'
import { formatDuration, formatNumber } from '../../lib/format.ts'

interface UsageRow {
  label: string
  /** With its unit, as people read it. */
  used: string
  /** USD; `null` when its price is not known. */
  cost: number | null
}

export interface UsagePart extends UsageRow {
  part: string
  /** What it is made of; none where it is one thing alone. */
  lines: UsageRow[]
}

const UNITS: Readonly<Record<string, string>> = {
  audio_in_tokens: 'Audio heard',
  audio_in_cached_tokens: 'Audio heard, cached',
  audio_out_tokens: 'Audio spoken',
  text_in_tokens: 'Text read',
  text_in_cached_tokens: 'Text read, cached',
  text_out_tokens: 'Text written',
  transcribed_sec: 'Speech written down',
  heard_sec: 'Line listened to',
  characters: 'Characters spoken',
}
const ORDER = Object.keys(UNITS)

/** Parts in the order in which they were first used. */
export function usageParts({ usage, cost, startedAt }: Pick<Call, 'usage' | 'cost' | 'startedAt'>) {
  const parts = [...new Set(usage.map(({ part }) => part))]
  return parts.map((part): UsagePart => {
    const lines = usage.filter((line) => line.part === part).toSorted(byUnit)
    const rows = lines.map((line) => rowOf(line, lines, startedAt))
    return {
      part,
      label: partLabel(part),
      used: totalOf(lines),
      cost: cost.parts[part] ?? null,
      lines: rows.length > 1 ? rows : [],
    }
  })
}

function rowOf(line: UsageLine, lines: Usage, startedAt: number): UsageRow {
  const unit = UNITS[line.unit] ?? line.unit.replaceAll('_', ' ')
  const severalModels = lines.some(({ model }) => model !== line.model)
  return {
    label: severalModels ? `${unit} (${modelLabel(line.model)})` : unit,
    used: amountText(line.unit, line.amount),
    cost: priceOf(line, startedAt),
  }
}

function byUnit(a: UsageLine, b: UsageLine): number {
  return ORDER.indexOf(a.unit) - ORDER.indexOf(b.unit)
}

/** Tokens with tokens and seconds with seconds; what does not add up has no sum. */
function totalOf(lines: Usage): string {
  const kinds = new Set(lines.map(({ unit }) => unit.split('_').at(-1)))
  const [first] = lines
  if (!first || kinds.size > 1) return ''
  return amountText(
    first.unit,
    lines.reduce((sum, { amount }) => sum + amount, 0),
  )
}

function amountText(unit: string, amount: number): string {
  if (unit.endsWith('_sec')) return formatDuration(amount)
  return unit === 'characters' ? `${formatNumber(amount)} characters` : formatNumber(amount)
}
