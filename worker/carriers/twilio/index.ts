import type { CarrierModule } from '../module.ts'
import { figuresDesk } from './figures.ts'
import { MediaStream } from './MediaStream.ts'
import { stateOf } from './states.ts'

/** Twilio: webhooks bring the call, Media Streams its audio. */
export const twilio: CarrierModule = {
  audio: 'relayed',
  knowsCaller: () => true,
  line: () => null,
  connect: (socket, listener) => new MediaStream(socket, listener),
  stateOf,
  figures: ({ twilio: account }, owner) =>
    account && (owner ?? account.accountSid) === account.accountSid ? figuresDesk(account) : null,
  persons: () => null,
}
