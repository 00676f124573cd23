import * as z from 'zod'
import type { CallRecordEvent } from '../../../../convex/model/call.ts'

/** The detail of an event by which an attempt begins, goes on or ends. */
const transferEventSchema = z.object({
  attempt: z.number(),
  destination: z.string(),
  /** How far it is; a later release may know more steps. */
  step: z.string(),
  /** With the end. */
  outcome: z.string().optional(),
  /** What went wrong, for operators. */
  reason: z.string().optional(),
})
export type TransferEvent = z.infer<typeof transferEventSchema>

/** `null`: the event tells of something else. */
export function transferEventOf({ detail }: Pick<CallRecordEvent, 'detail'>): TransferEvent | null {
  if (detail === null) return null
  try {
    return transferEventSchema.safeParse(JSON.parse(detail)).data ?? null
  } catch {
    return null
  }
}

/** How an event of an attempt is to be read at a glance. */
export function toneOf({ step, outcome }: TransferEvent): 'good' | 'warn' | 'bad' | 'neutral' {
  if (step === 'connected') return 'good'
  if (step !== 'ended') return 'neutral'
  if (outcome === 'carrier_failed') return 'bad'
  const isAsItShould = ['connected', 'caller_left', 'handed_over'].includes(outcome ?? '')
  return isAsItShould ? 'neutral' : 'warn'
}
