/**
 * What `<Dial>` connects to. https://www.twilio.com/docs/voice/twiml/dial
 * Twilio does not run a `<Dial>` whose attributes it cannot read (13201 and the like); here such an
 * attribute is complained of and has its default.
 */
import type { XmlElement } from './xml.ts'

export type Method = 'GET' | 'POST'

export const CONFERENCE_EVENTS = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const
export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number]

export const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const
export type CallEvent = (typeof CALL_EVENTS)[number]

/** Where something is told, and what of it. */
export interface Subscription<Event extends string> {
  url: string
  method: Method
  events: readonly Event[]
}

export type Beep = 'true' | 'false' | 'onEnter' | 'onExit'

/** How somebody is in a conference. https://www.twilio.com/docs/voice/twiml/conference */
export interface SeatTerms {
  /** `null`: they have none. */
  label: string | null
  muted: boolean
  beep: Beep
  startConferenceOnEnter: boolean
  endConferenceOnExit: boolean
  /** Whether they hear music until it begins: not with an empty `waitUrl`. */
  music: boolean
  maxParticipants: number
  /** Who alone hears them: a CallSid. */
  coachTo: string | null
  /** Counts only where they are the first. */
  told: Subscription<ConferenceEvent> | null
}

export type DialNoun =
  | { kind: 'conference'; name: string; terms: SeatTerms }
  | { kind: 'number'; number: string; leg: ChildTerms }
  | { kind: 'sip'; uri: string; leg: ChildTerms }

/** How the called party's own call is. */
export interface ChildTerms {
  /** Their TwiML before both are connected. */
  url: string | null
  method: Method
  sendDigits: string
  told: Subscription<CallEvent> | null
}

export const DEFAULT_TERMS: SeatTerms = {
  label: null,
  muted: false,
  beep: 'true',
  startConferenceOnEnter: true,
  endConferenceOnExit: false,
  music: true,
  maxParticipants: 250,
  coachTo: null,
  told: null,
}

/** `null`, with a warning, when it connects to nothing. */
export function readDialNoun(dial: XmlElement, warnings: string[]): DialNoun | null {
  const text = dial.text.trim()
  if (text !== '') return { kind: 'number', number: text, leg: readChild({}, warnings) }
  const [noun, ...others] = dial.children
  if (others.length > 0) warnings.push('<Dial> with several nouns: only the first is dialled here.')
  const target = noun?.text.trim() ?? ''
  if (!noun || target === '') return refuse(warnings, '<Dial> names no number.')
  switch (noun.name) {
    case 'Number':
      return { kind: 'number', number: target, leg: readChild(noun.attributes, warnings) }
    case 'Sip':
      return { kind: 'sip', uri: target, leg: readChild(noun.attributes, warnings) }
    case 'Conference':
      return { kind: 'conference', name: target, terms: readSeat(noun.attributes, warnings) }
    default:
      return refuse(warnings, `<${noun.name}> is no noun that this simulator dials.`)
  }
}

function refuse(warnings: string[], complaint: string): null {
  warnings.push(complaint)
  return null
}

type Attributes = Readonly<Record<string, string>>

function readChild(attributes: Attributes, warnings: string[]): ChildTerms {
  return {
    url: attributes['url'] ?? null,
    method: methodOf(attributes['method']),
    sendDigits: attributes['sendDigits'] ?? '',
    told: subscription(attributes, CALL_EVENTS, ['completed'], warnings),
  }
}

function readSeat(attributes: Attributes, warnings: string[]): SeatTerms {
  const beep = BEEPS.find((known) => known === (attributes['beep'] ?? 'true'))
  if (!beep) warnings.push(`beep="${attributes['beep']}" is none of ${BEEPS.join(', ')}.`)
  return {
    label: attributes['participantLabel'] ?? null,
    muted: attributes['muted'] === 'true',
    beep: beep ?? 'true',
    startConferenceOnEnter: attributes['startConferenceOnEnter'] !== 'false',
    endConferenceOnExit: attributes['endConferenceOnExit'] === 'true',
    music: attributes['waitUrl'] !== '',
    maxParticipants: Number(attributes['maxParticipants'] ?? DEFAULT_TERMS.maxParticipants),
    coachTo: attributes['coach'] ?? null,
    told: subscription(attributes, CONFERENCE_EVENTS, ['start', 'end'], warnings),
  }
}

const BEEPS: readonly Beep[] = ['true', 'false', 'onEnter', 'onExit']

function subscription<Event extends string>(
  attributes: Attributes,
  known: readonly Event[],
  byDefault: readonly Event[],
  warnings: string[],
): Subscription<Event> | null {
  const { statusCallback: url, statusCallbackEvent, statusCallbackMethod } = attributes
  if (url === undefined) return null
  const wanted = statusCallbackEvent?.split(/\s+/).filter(Boolean) ?? []
  const events = known.filter((event) => wanted.includes(event))
  if (events.length < wanted.length) {
    warnings.push(`statusCallbackEvent="${statusCallbackEvent}" is not of ${known.join(', ')}.`)
  }
  const told = events.length > 0 ? events : byDefault
  return { url, method: methodOf(statusCallbackMethod), events: told }
}

export function methodOf(text: string | undefined): Method {
  return text === 'GET' ? 'GET' : 'POST'
}
