/** Which days the overview covers, as the address and as `overview.summary` say it. */
import {
  addDays,
  clockChanges,
  countDays,
  localDateSchema,
  startOfDay,
  utcOffsetAt,
} from '../../lib/localDate.ts'

export const PRESETS = [
  { preset: 'today', label: 'Today', days: 1 },
  { preset: '7', label: '7 days', days: 7 },
  { preset: '30', label: '30 days', days: 30 },
] as const
export type Preset = (typeof PRESETS)[number]['preset'] | 'custom'

const DEFAULT_PRESET = '7'
/** What `overview.summary` adds up at most. */
const MAX_DAYS = 93

/** Local days, both counted. */
export interface Period {
  preset: Preset
  from: string
  to: string
}

/** `today` is a local day. What makes no sense in the address counts as the default. */
export function readPeriod(params: URLSearchParams, today: string): Period {
  const from = localDateSchema.safeParse(params.get('from')).data
  const to = localDateSchema.safeParse(params.get('to')).data
  if (from && to) return { preset: 'custom', from, to }
  return presetPeriod(params.get('days') ?? DEFAULT_PRESET, today)
}

function presetPeriod(name: string, today: string): Period {
  const known = PRESETS.find(({ preset }) => preset === name)
  const { preset, days } = known ?? { preset: DEFAULT_PRESET, days: Number(DEFAULT_PRESET) }
  return { preset, from: addDays(today, 1 - days), to: today }
}

/** A sentence where the days cannot be summed up; else `null`. */
export function periodProblem({ from, to }: Period): string | null {
  const days = countDays(from, to)
  if (days < 1) return 'The last day must not come before the first.'
  if (days > MAX_DAYS) return `Choose at most ${MAX_DAYS} days; these are ${days}.`
  return null
}

/** Days too few to see a trend in get the days before them as company. */
const CHART_DAYS = 7

export function chartPeriod(period: Period): Period {
  const first = addDays(period.to, 1 - CHART_DAYS)
  return period.from > first ? { ...period, from: first } : period
}

/** The days begin and end as they do by the browser's clock, of which its changes tell. */
export function summaryArguments(period: Period) {
  const from = startOfDay(period.from)
  const to = startOfDay(addDays(period.to, 1))
  return { from, to, utcOffsetMinutes: utcOffsetAt(from), clockChanges: clockChanges(from, to) }
}
