/** A SIP endpoint at the other end of an outgoing call. */
import type { Answerer, Detection, RingEnd } from '../outbound/answerer.ts'
import type { OutgoingCall } from '../outbound/outgoing.ts'
import { WARNING_CODES } from '../warnings.ts'
import type { SipEndpoint, SipLine } from '../../lib/sip.ts'
import { parseSipUri } from './uri.ts'

/** SIP's answer to a REFER out of place. */
const FORBIDDEN = 403

export class SipParty implements Answerer {
  readonly detection: Detection = { answeredBy: 'unknown', afterMs: 60 }
  readonly #endpoint: SipEndpoint | null
  readonly #accountSid: string

  constructor(endpoint: SipEndpoint | null, accountSid: string) {
    this.#endpoint = endpoint
    this.#accountSid = accountSid
  }

  async ring(call: OutgoingCall, signal: AbortSignal): Promise<RingEnd> {
    const address = parseSipUri(call.to)
    if (!address || !this.#endpoint) {
      call.warn(WARNING_CODES.sipInvite, `Nobody is at ${call.to}.`)
      return 'failed'
    }
    const headers = [
      ...address.headers,
      { name: 'X-Twilio-CallSid', value: call.callSid },
      { name: 'X-Twilio-AccountSid', value: this.#accountSid },
    ]
    const invite = { ...address, headers, from: call.from }
    const answer = this.#endpoint.invite(invite, sipLine(call, signal))
    return ringEnd(call, await Promise.race([answer, aborted(signal)]))
  }
}

function sipLine(call: OutgoingCall, signal: AbortSignal): SipLine {
  const line: SipLine = {
    over: AbortSignal.any([call.over, ringingOver(call, signal)]),
    onAudio: (listener) => void call.on('roomFrame', (audio) => listener(audio)),
    onKey: (listener) => void call.on('keyHeard', listener),
    say: async (audio) => void (await call.speak(audio)),
    fallSilent: () => call.fallSilent(),
    ringing: () => call.rings(),
    bye: () => call.hangUp(),
    refer: async (target) => {
      if (call.order.refer) return call.order.refer(target, line)
      // A participant of a conference: no <Dial> of the customer's is behind it.
      call.warn(WARNING_CODES.referUrl, 'A SIP REFER came, and no <Dial> with a referUrl takes it.')
      return FORBIDDEN
    },
  }
  return line
}

/** The signal of the ringing, as long as nobody has answered. */
function ringingOver(call: OutgoingCall, signal: AbortSignal): AbortSignal {
  const over = new AbortController()
  signal.addEventListener('abort', () => call.answeredAt === null && over.abort(), { once: true })
  return over.signal
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** https://www.rfc-editor.org/rfc/rfc3261#section-21 */
function ringEnd(call: OutgoingCall, status: number): RingEnd {
  if (status >= 200 && status < 300) return 'answered'
  if (status === 486 || status === 600 || status === 603) return 'busy'
  if (status === 408 || status === 480 || status === 487) return 'no-answer'
  call.warn(WARNING_CODES.sipInvite, `The SIP endpoint answered ${status}.`)
  return 'failed'
}
