/**
 * What a conference tells. Only the address that its first participant brought is asked, whatever those
 * bring who come later. https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback
 */
import { CallbackPost, type Delivery } from '../callbackPost.ts'
import type { ConferenceEvent, Subscription } from '../twimlNouns.ts'
import type { WebhookRequest } from '../webhooks.ts'
import type { Seat } from './Seat.ts'

/** How requests are made. */
export interface Teller {
  accountSid: string
  delivery(): Delivery
  /** An address may be relative. */
  send(request: WebhookRequest): Promise<unknown>
}

export class ConferenceCallbacks {
  /** The names of everything that happened, told or not. */
  readonly events: string[] = []
  readonly #conference: { sid: string; name: string }
  readonly #teller: Teller
  readonly #post: CallbackPost<WebhookRequest>
  #subscription: Subscription<ConferenceEvent> | null | undefined
  #sequence = 0

  constructor(conference: { sid: string; name: string }, teller: Teller) {
    this.#conference = conference
    this.#teller = teller
    this.#post = new CallbackPost(teller.delivery(), (request) => teller.send(request))
  }

  /** The first one counts, also when they subscribe to nothing. */
  subscribe(subscription: Subscription<ConferenceEvent> | null): void {
    if (this.#subscription === undefined) this.#subscription = subscription
  }

  tell(
    event: ConferenceEvent,
    name: string,
    seat?: Seat,
    more: Readonly<Record<string, string>> = {},
  ): void {
    this.events.push(name)
    if (!this.#subscription?.events.includes(event)) return
    this.#sequence += 1
    const { url, method } = this.#subscription
    this.#post.send({
      url,
      method,
      params: {
        AccountSid: this.#teller.accountSid,
        ConferenceSid: this.#conference.sid,
        FriendlyName: this.#conference.name,
        SequenceNumber: String(this.#sequence),
        StatusCallbackEvent: name,
        Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
        ...(seat && seatFields(seat)),
        ...more,
      },
    })
  }

  flush(): Promise<void> {
    return this.#post.flush()
  }
}

function seatFields(seat: Seat): Record<string, string> {
  return {
    CallSid: seat.callSid,
    Muted: String(seat.muted),
    Hold: String(seat.hold),
    Coaching: String(seat.coachTo !== null),
    EndConferenceOnExit: String(seat.endConferenceOnExit),
    StartConferenceOnEnter: String(seat.terms.startConferenceOnEnter),
    ...(seat.terms.label === null ? {} : { ParticipantLabel: seat.terms.label }),
  }
}
