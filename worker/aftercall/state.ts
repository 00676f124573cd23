/** What is left to do for a call that is over, as its object keeps it. */
import * as z from 'zod'
import type { AfterCall, WebhookEvent } from '../../convex/model/afterCall.ts'
import type { Call } from '../../convex/model/call.ts'
import {
  analysisSchema,
  type WebhookDelivery,
  webhookDeliverySchema,
} from '../../convex/model/outcome.ts'

export const afterStateSchema = z.object({
  version: z.literal(1),
  /** Grows with every change. */
  revision: z.number().int().min(0),
  /** The last revision that the data layer has taken. */
  reported: z.number().int().min(0),
  /** `null`: it has not come to that. */
  analysis: analysisSchema.nullable(),
  deliveries: z.array(webhookDeliverySchema),
})
export type AfterState = z.infer<typeof afterStateSchema>

export const NOTHING_YET: AfterState = {
  version: 1,
  revision: 0,
  reported: 0,
  analysis: null,
  deliveries: [],
}

type Facts = Pick<Call, 'callSid' | 'answeredAt' | 'endedAt'>

/** The events that have happened to a call, in order. */
export function eventsOf({ answeredAt, endedAt }: Facts, { analysis }: AfterState): WebhookEvent[] {
  return [
    ...(answeredAt === null ? [] : (['call.started'] as const)),
    ...(endedAt === null ? [] : (['call.completed'] as const)),
    ...(analysis?.state === 'done' ? (['call.analyzed'] as const) : []),
  ]
}

/** What webhooks are to be told and have no delivery yet. */
export function newDeliveries(
  call: Facts,
  webhooks: AfterCall['webhooks'],
  state: AfterState,
  now: number,
): WebhookDelivery[] {
  const known = new Set(state.deliveries.map(({ id }) => id))
  return eventsOf(call, state).flatMap((event) =>
    webhooks.flatMap(({ url, events }, webhook) => {
      const id = idOf(call.callSid, event, webhook)
      return events.includes(event) && !known.has(id)
        ? [newDelivery({ id, event, webhook, to: shownAddress(url) }, now)]
        : []
    }),
  )
}

/** The same after a restart, so that whoever was told already can tell. Without a dot. */
const idOf = (callSid: string, event: WebhookEvent, webhook: number): string =>
  `msg_${callSid}_${event.replace('.', '_')}_${webhook}`

function newDelivery(
  what: Pick<WebhookDelivery, 'id' | 'event' | 'webhook' | 'to'>,
  now: number,
): WebhookDelivery {
  return { ...what, ...untried(now) }
}

/** As if it had never been tried. */
export function untried(now: number): Omit<WebhookDelivery, 'id' | 'event' | 'webhook' | 'to'> {
  return {
    state: 'waiting',
    tries: 0,
    firstAt: now,
    lastAt: null,
    nextAt: now,
    status: null,
    problem: null,
  }
}

/** What stands behind `?` may be a key. */
function shownAddress(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** Until when what failed can be asked for again, and what became of the call is reported, in ms after the end. */
export const AGAIN_MS = 7 * 24 * 60 * 60_000

/** Until when the call's journal is needed for this, epoch ms; 0: not any more; `Infinity`: it is not known yet. */
export function neededUntil({ endedAt }: Pick<Call, 'endedAt'>, state: AfterState): number {
  const { analysis, deliveries, revision, reported } = state
  const states = [analysis?.state, ...deliveries.map((delivery) => delivery.state)]
  if (endedAt === null || states.includes('waiting')) return Infinity
  const hasFailed = states.some((one) => one && one !== 'done' && one !== 'delivered')
  return hasFailed || revision > reported ? endedAt + AGAIN_MS : 0
}
