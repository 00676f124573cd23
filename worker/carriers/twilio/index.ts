import type { CarrierModule } from '../module.ts'
import { figuresDesk } from './figures.ts'
import { MediaStream } from './MediaStream.ts'
import { personDesk } from './people.ts'
import type { TwilioAccount } from './rest.ts'
import { stateOf } from './states.ts'

/** Twilio: webhooks bring the call, Media Streams its audio. */
export const twilio: CarrierModule = {
  audio: 'relayed',
  knowsCaller: () => true,
  line: () => null,
  connect: (socket, listener) => new MediaStream(socket, listener),
  stateOf,
  figures: ({ twilio: account }, owner) => (isOf(account, owner) ? figuresDesk(account) : null),
  persons({ twilio: account }, line) {
    const { publicUrl } = line
    if (!isOf(account, line.owner) || publicUrl === null) return null
    return personDesk(account, { ...line, publicUrl })
  },
}

/** Of another account's call, the account would know nothing. */
function isOf(account: TwilioAccount | null, owner: string | undefined): account is TwilioAccount {
  return account !== null && (owner ?? account.accountSid) === account.accountSid
}
