/**
 * The few TwiML documents that calls need. https://www.twilio.com/docs/voice/twiml
 *
 * Hono's `html` escapes what is put in, for HTML and for XML alike.
 */
import { html } from 'hono/html'
import type { Locale } from '../../../convex/model/locales.ts'
import { SAY_VOICES } from './voices.ts'

/** A document, or a part of one: never put a string where it belongs, it would be escaped. */
export type Twiml = ReturnType<typeof html>

/** A sentence of ours and the language that it is in. */
export interface Spoken {
  sentence: string
  locale: Locale
}

function response(verbs: Twiml): Twiml {
  return html`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`
}

function sayVerb({ sentence, locale }: Spoken): Twiml {
  const { language, voice } = SAY_VOICES[locale]
  return html`<Say language="${language}" voice="${voice}">${sentence}</Say>`
}

/**
 * Connects the caller to the call's object. Twilio drops query strings of Stream URLs, so the id is
 * in the path and the token in a parameter. When our side closes the stream, Twilio asks `resumeUrl`
 * what comes next.
 */
export function connectStream(stream: { url: string; token: string; resumeUrl: string }): Twiml {
  const parameter = html`<Parameter name="token" value="${stream.token}" />`
  const connect = html`<Connect><Stream url="${stream.url}">${parameter}</Stream></Connect>`
  return response(html`${connect}<Redirect method="POST">${stream.resumeUrl}</Redirect>`)
}

export function sayAndHangUp(spoken: Spoken): Twiml {
  return response(html`${sayVerb(spoken)}<Hangup />`)
}

/** A person who is rung. Numbers are E.164. */
export interface DialedPerson {
  phoneNumber: string
  /** What they see; `null`: the caller's own number, which only a call from a phone has. */
  callerId: string | null
  /** Twilio asks it what comes next when they hung up, or nobody answered. */
  afterUrl: string
}

/**
 * Says a sentence and hands the caller over to a person.
 * https://www.twilio.com/docs/voice/twiml/dial
 */
export function sayAndDial(spoken: Spoken, person: DialedPerson): Twiml {
  const { phoneNumber, callerId, afterUrl } = person
  const seen = callerId === null ? html`` : html` callerId="${callerId}"`
  const dial = html`<Dial${seen} action="${afterUrl}" method="POST">${phoneNumber}</Dial>`
  return response(html`${sayVerb(spoken)}${dial}`)
}

/** How long a person has for the key once the briefing was said, in seconds; it is said twice. */
const KEY_WAIT_SEC = 5

/**
 * A person hears what it is about, and again when they press nothing. What they press goes to `keyUrl`;
 * no key at all goes there, too, as none. https://www.twilio.com/docs/voice/twiml/gather
 */
export function askForKey(briefing: Spoken, keyUrl: string): Twiml {
  const asks = html`numDigits="1" action="${keyUrl}" method="POST" timeout="${KEY_WAIT_SEC}"`
  const gather = html`<Gather ${asks}>${sayVerb(briefing)}</Gather>`
  return response(html`${gather}${gather}<Redirect method="POST">${keyUrl}</Redirect>`)
}

/** A conference of two, one after the other. */
export interface Room {
  name: string
  /** Told who comes and who leaves; Twilio tells it to the address of the first one who came. */
  statusUrl: string
  /** Asked what comes next for the one who is left; `null`: nothing does. */
  afterUrl: string | null
}

/**
 * Goes into the room without a sound, and waits there in silence. Whoever leaves takes the room with them.
 * https://www.twilio.com/docs/voice/twiml/conference
 */
export function meetIn({ name, statusUrl, afterUrl }: Room): Twiml {
  const after = afterUrl === null ? html`` : html` action="${afterUrl}" method="POST"`
  const quiet = html`beep="false" waitUrl=""`
  const ends = html`startConferenceOnEnter="true" endConferenceOnExit="true"`
  const events = html`statusCallbackMethod="POST" statusCallbackEvent="join leave end"`
  const told = html`statusCallback="${statusUrl}" ${events}`
  const conference = html`<Conference ${quiet} ${ends} ${told}>${name}</Conference>`
  return response(html`<Dial${after}>${conference}</Dial>`)
}

/** A caller who is sent to a SIP address; `pass` goes along as a header. */
export interface SipDial {
  address: string
  pass: { header: string; value: string }
  /** Twilio asks it what comes next when the other side hung up, or did not answer. */
  afterUrl: string
}

/** https://www.twilio.com/docs/voice/twiml/sip */
export function dialSip({ afterUrl, ...target }: SipDial): Twiml {
  const sip = html`<Sip>${sipUri(target)}</Sip>`
  const dial = html`<Dial answerOnBridge="true" action="${afterUrl}" method="POST">${sip}</Dial>`
  return response(dial)
}

/** With TLS and SRTP, which OpenAI's connector wants. */
export function sipUri({ address, pass }: Pick<SipDial, 'address' | 'pass'>): string {
  const value = encodeURIComponent(pass.value)
  return `sip:${address};transport=tls;secure=true?${pass.header}=${value}`
}

/**
 * Brings the caller into a room where the agent comes as well, and which ends when the caller leaves.
 * https://www.twilio.com/docs/voice/twiml/conference
 */
export function joinRoom(room: { name: string; label: string; afterUrl: string }): Twiml {
  const { name, label, afterUrl } = room
  const conference = html`<Conference
    beep="false"
    startConferenceOnEnter="true"
    endConferenceOnExit="true"
    participantLabel="${label}"
    >${name}</Conference
  >`
  return response(html`<Dial action="${afterUrl}" method="POST">${conference}</Dial>`)
}

export function hangUp(): Twiml {
  return response(html`<Hangup />`)
}
