/** `--transfer` of `npm run call`: who answers when the agent puts the caller through. */
import { PERSON_DEEDS, type PersonDeed, type PersonScript } from '../simulators/twilio/index.ts'
import type { Running } from './stateFolder.ts'
import { asAddress } from './trialArguments.ts'
import { UsageError } from './UsageError.ts'

/** A person behind every number that the agent calls, and where the Worker asks for them. */
export interface TransferOptions {
  person: PersonScript
  restPort: number
}

/** As slow as people are, in ms. */
const MANNERS = { pickUpMs: 1_500, pressAfterMs: 800, amdMs: 1_500, roomMs: 4_000 }
const GREETING = 'Hello, this is Robin at the front desk. How can I help you?'

const isDeed = (text: string): text is PersonDeed => PERSON_DEEDS.some((deed) => deed === text)

/** `null`: it was not asked for. @throws UsageError */
export function transferOf(
  text: string | undefined,
  url: string,
  running: Running | null,
): TransferOptions | null {
  if (text === undefined) return null
  if (!isDeed(text)) {
    throw new UsageError(`--transfer takes one of ${PERSON_DEEDS.join(', ')}, not “${text}”.`)
  }
  if (!running || running.url !== asAddress(url)) {
    throw new UsageError(
      '--transfer needs npm start in another terminal: its Worker asks this phone for persons.',
    )
  }
  if (!running.simulated.phone) {
    throw new UsageError(
      '--transfer needs a simulated phone, and this Worker would ring real persons by Twilio.',
    )
  }
  return {
    person: { does: text, ...MANNERS, says: [GREETING] },
    restPort: running.phonePort,
  }
}
