/** A `<Dial>` of a number or a SIP address: rings it, and connects both until one of them is gone. */
import type { DialOutcome } from './callOptions.ts'
import type { CallSetup } from './callSetup.ts'
import type { OutgoingCall } from './outbound/outgoing.ts'
import type { FirstDocument } from './outbound/order.ts'
import type { KeyRoom, PhoneCall } from './phoneCall.ts'
import { Mixer } from './rooms/mixer.ts'
import type { Guest } from './rooms/Seat.ts'
import type { DialVerb } from './twiml.ts'
import type { ChildTerms } from './twimlNouns.ts'
import type { Dialled, DocumentSource } from './twimlRunner.ts'
import { WARNING_CODES } from './warnings.ts'

interface DialOrder {
  verb: DialVerb
  leg: ChildTerms
  baseUrl: string
}

/** SIP's answers to a REFER. https://www.rfc-editor.org/rfc/rfc3515 */
const [ACCEPTED, FORBIDDEN] = [202, 403]

export async function dialParty(
  call: PhoneCall,
  setup: CallSetup,
  order: DialOrder,
  signal: AbortSignal,
): Promise<Dialled> {
  const { verb, leg, baseUrl } = order
  const bridge = new Bridge(call, verb)
  let next: DocumentSource | null = null
  const child: OutgoingCall = setup.exchange.call({
    to: verb.number,
    from: verb.callerId ?? call.from,
    direction: 'outbound-dial',
    parentCallSid: call.callSid,
    first: whisper(leg, baseUrl),
    fallbackUrl: null,
    meet: (talking) => bridge.connect(child, talking),
    told: leg.told && { ...leg.told, url: new URL(leg.told.url, baseUrl).href },
    timeoutSec: verb.timeoutSec,
    timeLimitSec: verb.timeLimitSec,
    sendDigits: leg.sendDigits,
    amd: null,
    refer: (target) => {
      const request = referRequest(call, verb, baseUrl, target)
      if (!request) return FORBIDDEN
      next = request
      child.cancel()
      return ACCEPTED
    },
  })
  const onAbort = () => child.cancel()
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  const { status } = await Promise.race([child.ended, bridge.parted.then(() => child)])
  signal.removeEventListener('abort', onAbort)
  const outcome: DialOutcome = {
    status: dialStatus(status),
    durationMs: child.durationSec() * 1000,
  }
  call.dialed.push({ number: verb.number, outcome })
  return { fields: dialFields(child, outcome), next }
}

/** The TwiML of a REFER that arrived, asked for at the `referUrl`; `null`, with an error, without one. */
function referRequest(
  call: PhoneCall,
  { referUrl, referMethod }: DialVerb,
  baseUrl: string,
  target: string,
): DocumentSource | null {
  if (referUrl === undefined) {
    call.warn(WARNING_CODES.referUrl, 'A SIP REFER came, and <Dial> has no referUrl.')
    return null
  }
  const params = { ...call.fields(), ReferTransferTarget: target }
  return { url: new URL(referUrl, baseUrl).href, method: referMethod, params }
}

function whisper({ url, method }: ChildTerms, baseUrl: string): FirstDocument | null {
  return url === null ? null : { url: new URL(url, baseUrl).href, method }
}

function dialStatus(status: OutgoingCall['status']): DialOutcome['status'] {
  switch (status) {
    case 'busy':
    case 'no-answer':
    case 'failed':
    case 'canceled':
    case 'completed':
      return status
    // It was moved elsewhere by the API, and lives on.
    case 'queued':
    case 'ringing':
    case 'in-progress':
      return 'completed'
    default:
      return status satisfies never
  }
}

function dialFields(child: OutgoingCall, { status }: DialOutcome): Record<string, string> {
  return {
    DialCallSid: child.callSid,
    DialCallStatus: status,
    DialCallDuration: String(child.durationSec()),
    DialBridged: String(child.answeredAt !== null),
  }
}

/** Two who hear each other. */
class Bridge implements KeyRoom {
  /** Resolves when they are not connected any more. */
  readonly parted: Promise<void>
  readonly #caller: PhoneCall
  readonly #verb: DialVerb
  readonly #mixer = new Mixer<Guest>({ hears: () => true, music: () => false })
  #part: () => void = () => undefined
  #other: Guest | null = null

  constructor(caller: PhoneCall, verb: DialVerb) {
    this.#caller = caller
    this.#verb = verb
    this.parted = new Promise((resolve) => (this.#part = resolve))
  }

  /** Until the child hangs up or is moved, which ends `signal`, and so does the caller's end. */
  async connect(child: OutgoingCall, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    this.#caller.answer()
    this.#other = child
    for (const party of [this.#caller, child]) {
      party.room = this
      this.#mixer.add(party)
      party.emit('joined', this.#verb.number, performance.now())
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    for (const party of [this.#caller, child]) {
      party.room = null
      this.#mixer.remove(party)
      party.emit('left', this.#verb.number, performance.now())
    }
    this.#part()
  }

  passKey(from: Guest, digit: string): void {
    const to = from === this.#caller ? this.#other : this.#caller
    to?.hearKey(digit)
  }
}
