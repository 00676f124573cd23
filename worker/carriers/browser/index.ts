import type { CarrierModule } from '../module.ts'
import { MediaStream } from '../twilio/MediaStream.ts'

/**
 * The phone in an operator's browser. It speaks Twilio's stream protocol, but nobody sends it back to
 * its call: when its stream is gone, so is the caller. It has no states of its own, and costs nothing.
 */
export const browser: CarrierModule = {
  audio: 'relayed',
  knowsCaller: () => true,
  line: () => null,
  connect: (socket, listener) =>
    new MediaStream(socket, {
      ...listener,
      happened: (event) =>
        listener.happened(event.type === 'carrier.lost' ? { type: 'carrier.stopped' } : event),
    }),
  stateOf: () => ({ order: 0, event: null }),
  figures: () => null,
  persons: () => null,
}
