/** Records that the data layer refuses, told apart from those that do not reach it. */
import { ConvexError } from 'convex/values'
import * as z from 'zod'
import { callSchema } from '../../convex/model/call.ts'
import { logFailure } from '../lib/log.ts'
import type { CallDelivery } from './delivery.ts'

const refusalSchema = z.object({ code: z.literal('invalid'), field: z.string() })

/** A release of the data layer that knows other rules refuses a few fields, not all of them. */
const MOST_FIELDS = 20

/**
 * Sends a record, and again without whatever field is refused: a row that cannot be stored must not keep
 * the others from it. Rejects when nothing is left to leave out, or the data layer cannot be reached.
 */
export async function sendWithoutRefused<Answer>(
  record: CallDelivery,
  send: (record: CallDelivery) => Promise<Answer>,
): Promise<Answer> {
  let rest = record
  for (let left = MOST_FIELDS; ; left--) {
    try {
      return await send(rest)
    } catch (error) {
      const field = refusedField(error)
      const without = field !== null && left > 0 ? withoutField(rest, field) : null
      if (!without) throw error
      const { callSid } = record.call
      logFailure('A part of a call’s record was refused, and is left out.', { callSid, field })
      rest = without
    }
  }
}

function refusedField(error: unknown): string | null {
  if (!(error instanceof ConvexError)) return null
  return refusalSchema.safeParse(error.data).data?.field ?? null
}

/** The row that holds the field is left out, or in the call itself the field; `null`: that cannot be. */
function withoutField(record: CallDelivery, field: string): CallDelivery | null {
  const [part = '', name = ''] = field.split('.')
  const others = (_: unknown, index: number) => index !== Number(name)
  if (part === 'turns' && record.turns[Number(name)]) {
    return { ...record, turns: record.turns.filter(others) }
  }
  if (part === 'events' && record.events[Number(name)]) {
    return { ...record, events: record.events.filter(others) }
  }
  const call = part === 'call' && callSchema.safeParse({ ...record.call, [name]: null }).data
  return call && Reflect.get(record.call, name) !== null ? { ...record, call } : null
}
