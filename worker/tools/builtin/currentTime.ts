import * as z from 'zod'
import type { Tool } from '../../call/ports.ts'
import { defineTool } from '../defineTool.ts'

/** `timeZone`: an IANA name. `now`: epoch ms. */
export function currentTime(timeZone: string, now: () => number): Tool {
  return defineTool({
    name: 'get_current_time',
    description: `Tells the day and the time in ${timeZone}. Use it whenever it matters which day or how late it is now; you do not know it otherwise.`,
    parameters: z.object({}),
    timeoutMs: 5_000,
    repeatable: true,
    filler: null,
    run: async () => ({ output: timeIn(timeZone, new Date(now())) }),
  })
}

function timeIn(timeZone: string, now: Date): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  }).format(now)
  return `It is ${text} in ${timeZone}.`
}
