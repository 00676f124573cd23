/** Who is in a conference. https://www.twilio.com/docs/voice/api/conference-participant-resource */
import type { Account } from '../account.ts'
import type { OutboundCall } from '../outbound/OutboundCall.ts'
import type { Conference } from '../rooms/Conference.ts'
import type { Seat } from '../rooms/Seat.ts'
import type { DialVerb } from '../twiml.ts'
import { CALL_EVENTS, CONFERENCE_EVENTS, type Beep, type SeatTerms } from '../twimlNouns.ts'
import { AMD_PARAMETERS, amdOfParticipant } from './amd.ts'
import { limitsIn } from './calls.ts'
import {
  CODES,
  flagIn,
  onlyThese,
  type Params,
  Refusal,
  subscriptionIn,
  wholeIn,
  words,
} from './parameters.ts'
import { type NumberBook, partiesIn } from './parties.ts'

const CREATE = [
  ...words(`
    To From CallerId CallToken CallReason CallerDisplayName Label Timeout TimeLimit
    StatusCallback StatusCallbackEvent StatusCallbackMethod EarlyMedia Muted Beep
    StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod MaxParticipants Coaching
    CallSidToCoach ConferenceStatusCallback ConferenceStatusCallbackEvent
    ConferenceStatusCallbackMethod Record JitterBufferSize`),
  ...AMD_PARAMETERS,
]
const UPDATE = words(`
  Muted Hold HoldUrl HoldMethod EndConferenceOnExit BeepOnExit Coaching CallSidToCoach
  AnnounceUrl AnnounceMethod WaitUrl WaitMethod`)

/** Rings somebody who joins as they pick up. @throws Refusal */
export function createParticipant(
  account: Account,
  book: NumberBook,
  conference: Conference,
  params: Params,
): { call: OutboundCall; terms: SeatTerms } {
  onlyThese(params, CREATE)
  const terms = termsIn(params)
  if (terms.label !== null && conference.seats.some((seat) => seat.terms.label === terms.label)) {
    throw new Refusal(CODES.invalidParameter, `The label ${terms.label} is taken.`)
  }
  const call = account.call({
    ...partiesIn(params, book),
    direction: 'outbound-api',
    parentCallSid: null,
    first: { verbs: [joining(conference.name, terms)] },
    fallbackUrl: null,
    meet: null,
    told: subscriptionIn(params, '', CALL_EVENTS, ['completed']),
    ...limitsIn(params, [5, 600]),
    sendDigits: '',
    amd: amdOfParticipant(params),
  })
  conference.awaits(call, terms)
  void call.ended.then(() => {
    if (call.answeredAt === null) conference.missed(call, terms)
  })
  return { call, terms }
}

function joining(name: string, terms: SeatTerms): DialVerb {
  return {
    verb: 'Dial',
    number: name,
    noun: { kind: 'conference', name, terms },
    action: undefined,
    method: 'POST',
    timeoutSec: 0,
    timeLimitSec: null,
    answerOnBridge: false,
    callerId: undefined,
    referUrl: undefined,
    referMethod: 'POST',
  }
}

function termsIn(params: Params): SeatTerms {
  return {
    label: labelIn(params),
    muted: flagIn(params, 'Muted', false),
    beep: BEEPS.find((beep) => beep === params['Beep']) ?? 'true',
    startConferenceOnEnter: flagIn(params, 'StartConferenceOnEnter', true),
    endConferenceOnExit: flagIn(params, 'EndConferenceOnExit', false),
    music: params['WaitUrl'] !== '',
    maxParticipants: wholeIn(params, 'MaxParticipants', 250, [2, 250]),
    coachTo: coachIn(params),
    told: subscriptionIn(params, 'Conference', CONFERENCE_EVENTS, ['start', 'end']),
  }
}

const BEEPS: readonly Beep[] = ['true', 'false', 'onEnter', 'onExit']

/** It is a key of their own, beside their call's SID. https://www.twilio.com/docs/api/errors/16023 */
function labelIn({ Label: label }: Params): string | null {
  if (label === undefined) return null
  if (label.length <= 128 && !/\/|%2F|^CA[0-9a-f]{32}$/i.test(label)) return label
  throw new Refusal(CODES.invalidLabel, `The label cannot be ${label}.`)
}

function coachIn(params: Params): string | null {
  const { CallSidToCoach: callSid } = params
  if (!flagIn(params, 'Coaching', callSid !== undefined)) return null
  if (callSid !== undefined) return callSid
  throw new Refusal(CODES.invalidParameter, 'Coaching needs CallSidToCoach.')
}

/** @throws Refusal */
export function updateParticipant(conference: Conference, seat: Seat, params: Params): void {
  onlyThese(params, UPDATE)
  const muted = flagIn(params, 'Muted', seat.muted)
  const hold = flagIn(params, 'Hold', seat.hold)
  const changes = [
    ...(muted === seat.muted ? [] : [['mute', muted ? 'mute' : 'unmute'] as const]),
    ...(hold === seat.hold ? [] : [['hold', hold ? 'hold' : 'unhold'] as const]),
  ]
  seat.muted = muted
  seat.hold = hold
  seat.endConferenceOnExit = flagIn(params, 'EndConferenceOnExit', seat.endConferenceOnExit)
  seat.beepOnExit = flagIn(params, 'BeepOnExit', seat.beepOnExit)
  if ('Coaching' in params || 'CallSidToCoach' in params) seat.coachTo = coachIn(params)
  for (const [event, name] of changes) conference.tellChange(event, `participant-${name}`, seat)
  if (changes.length === 0) conference.tellChange('modify', 'participant-modify', seat)
}
