import type { CallEvent } from '../call/events.ts'

/**
 * A browser phone speaks Twilio's stream protocol, but nobody sends it back to its call: when its
 * stream is gone, so is the caller.
 */
export function asBrowserEvent(event: CallEvent): CallEvent {
  return event.type === 'carrier.lost' ? { type: 'carrier.stopped' } : event
}
