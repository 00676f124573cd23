import type { CarrierState } from '../module.ts'

/** Twilio's states of a call in the order in which they come; the rest are final. */
const ORDER = ['queued', 'initiated', 'ringing', 'in-progress']

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])

export function stateOf(status: string): CarrierState {
  const index = ORDER.indexOf(status)
  // A state that nobody knows is none that ends a call.
  if (!OVER.has(status)) return { order: index, event: null }
  const order = ORDER.length
  return { order, event: { type: status === 'failed' ? 'carrier.failed' : 'carrier.hung_up' } }
}
