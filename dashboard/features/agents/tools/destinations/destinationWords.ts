import type { Destination } from '../../../../../convex/model/destination.ts'
import { DAY_NAMES, daysOf, type HoursDraft } from './hours.ts'

/** A person whom callers can be put through to, in one line. */
export function destinationText(destination: Destination): string {
  const { name, label, when, hours, hold, afterwards } = destination
  const parts = [
    label === '' || label === name ? name : `${name} (${label})`,
    targetText(destination.target),
    ...(when === '' ? [] : [`“${when}”`]),
    hours ? hoursText(hours) : 'at any time',
    destination.mode,
    `rings ${destination.ringSec} s`,
    hold === 'music' ? 'music meanwhile' : 'talks meanwhile',
    afterwards === 'agent' ? 'back to the agent afterwards' : 'hangs up afterwards',
  ]
  return parts.join(', ')
}

function targetText(target: Destination['target']): string {
  if (target.kind === 'sip') return target.uri
  return target.extension === ''
    ? target.phoneNumber
    : `${target.phoneNumber}, then ${target.extension}`
}

/** “Mon–Fri 09:00–17:00, Sat 10:00–14:00 (Europe/Berlin)”: days in a row with the same hours as one. */
export function hoursText(hours: HoursDraft): string {
  const days = daysOf(hours.days).map(({ day, spans }) => ({
    day,
    text: spans.map(({ from, to }) => `${from}–${to}`).join(' and '),
  }))
  const runs: { from: number; to: number; text: string }[] = []
  for (const { day, text } of days) {
    const last = runs.at(-1)
    if (last && last.to === day - 1 && last.text === text) last.to = day
    else runs.push({ from: day, to: day, text })
  }
  const open = runs.filter(({ text }) => text !== '')
  const named = open.map(({ from, to, text }) => `${rangeText(from, to)} ${text}`)
  return `${named.join(', ') || 'never'} (${hours.timeZone})`
}

function rangeText(from: number, to: number): string {
  const [first, last] = [from, to].map((day) => DAY_NAMES[day - 1]?.slice(0, 3))
  return from === to ? `${first}` : `${first}–${last}`
}
