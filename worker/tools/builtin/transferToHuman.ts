import * as z from 'zod'
import type { Locale } from '../../../convex/model/locales.ts'
import type { Destination, OpeningHours } from '../../../convex/model/destination.ts'
import type { Tool } from '../../call/ports.ts'
import { instructionsIn } from '../../call/prompts/index.ts'
import { defineTool } from '../defineTool.ts'
import { nextOpening, openNow, weekday } from '../openingHours.ts'

interface Surroundings {
  /** The number that the caller has called, which leads back here. */
  called: string
  /** The language in which the model is told that somebody is called. */
  locale: Locale
  /** Epoch ms. */
  now(): number
}

/** `null`: there is nobody who could be called. */
export function transferToHuman(
  destinations: readonly Destination[],
  { called, locale, now }: Surroundings,
): Tool | null {
  const reachable = destinations.filter((one) => isReachable(one, called))
  if (reachable.length === 0) return null
  return defineTool({
    name: 'transfer_to_human',
    description: `Calls a person and puts the caller through to them. Ask the caller first whether they want that. To whom, and when:\n${reachable.map(lineOf).join('\n')}`,
    parameters: z.object({
      destination: z.enum(reachable.map(({ name }) => name)),
      summary: z
        .string()
        .max(600)
        .describe(
          'What that person must know, in one or two sentences: who calls, what they want, what was done. It is read out to them.',
        ),
    }),
    timeoutMs: 5_000,
    filler: null,
    async run({ destination, summary }) {
      const to = reachable.find(({ name }) => name === destination)
      if (!to) return { output: 'There is no such person.' }
      if (to.hours && !openNow(to.hours, now())) return { output: closed(to.hours, now()) }
      const { begun } = instructionsIn(locale).transfer
      return { output: begun(to.label || to.name), directive: { do: 'transfer', to, summary } }
    },
  })
}

/** Whoever would ring us is not called. */
function isReachable({ target }: Destination, called: string): boolean {
  return target.kind === 'sip' || target.phoneNumber !== called
}

function lineOf({ name, when, hours }: Destination): string {
  const isThere = hours ? `There ${spansOf(hours)}.` : ''
  return `${name}: ${[when, isThere].filter(Boolean).join(' ')}`.trim()
}

function spansOf({ days, timeZone }: OpeningHours): string {
  const spans = days.map(({ day, from, to }) => `${weekday(day)} ${from}–${to}`)
  return spans.length === 0 ? 'never' : `${spans.join(', ')} (${timeZone})`
}

function closed(hours: OpeningHours, now: number): string {
  const next = nextOpening(hours, now)
  const when = next
    ? `They are there again ${dayOf(next)} at ${next.time}, by the clocks of ${hours.timeZone}.`
    : 'It is not known when they will be.'
  return `Nobody was called: nobody is there at this time. ${when} Tell the caller so, and ask what else you can do.`
}

function dayOf({ inDays, day }: { inDays: number; day: number }): string {
  if (inDays === 0) return 'today'
  if (inDays === 1) return 'tomorrow'
  return inDays === 7 ? `next ${weekday(day)}` : `on ${weekday(day)}`
}
