import type { CarrierModule } from '../module.ts'
import { twilio } from '../twilio/index.ts'
import { isTrunkCall } from './legId.ts'
import { referDesk } from './referDesk.ts'
import { SipLine } from './SipLine.ts'

/**
 * OpenAI's SIP connector. A call that Twilio has sent there is Twilio's as well, and known by its CallSid;
 * of one that came over a trunk, OpenAI's id is all that is known for sure.
 */
export const sip: CarrierModule = {
  audio: 'direct',
  knowsCaller: (callSid) => !isTrunkCall(callSid),
  connect(socket) {
    socket.accept()
    socket.close(1008, 'this call has no media stream')
    return { perform() {}, close() {} }
  },
  line: ({ openai }, line) => openai && new SipLine(openai, line),
  stateOf: twilio.stateOf,
  // Of a call that came over a trunk, Twilio knows nothing.
  figures: (accounts, owner) => (owner === undefined ? null : twilio.figures(accounts, owner)),
  persons(accounts, line) {
    if (line.owner !== undefined) return twilio.persons(accounts, line)
    const { openai } = accounts
    return openai && isTrunkCall(line.callSid) ? referDesk(openai, line) : null
  },
}
