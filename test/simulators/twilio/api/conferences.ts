/** The routes below `/Conferences`. https://www.twilio.com/docs/voice/api/conference-resource */
import type { Account } from '../account.ts'
import type { Coming, Conference } from '../rooms/Conference.ts'
import type { Seat } from '../rooms/Seat.ts'
import type { SeatTerms } from '../twimlNouns.ts'
import { type ApiReply, pageOf } from '../resources.ts'
import { conferenceResource, participantResource } from './conferenceResources.ts'
import { CODES, flagIn, onlyThese, type Params, Refusal } from './parameters.ts'
import { createParticipant, updateParticipant } from './participants.ts'
import type { NumberBook } from './parties.ts'

export interface Asked {
  method: string
  path: string
  params: Params
}

/** `rest`: what follows `Conferences` in the path. `null`: there is no such thing. @throws Refusal */
export function answerConferences(
  account: Account,
  book: NumberBook,
  [id, sub, key]: readonly (string | undefined)[],
  asked: Asked,
): ApiReply | null {
  if (id === undefined) return list(account, asked.path)
  const name = decodeURIComponent(id)
  if (sub === undefined) return answerOne(account, account.conferences.find(name), asked)
  if (sub !== 'Participants') return null
  if (key === undefined && asked.method === 'POST') return add(account, book, name, asked.params)
  const conference = account.conferences.find(name)
  if (!conference || conference.status === 'completed') return null
  if (key === undefined) return participants(account, conference, asked.path)
  return answerParticipant(account, conference, decodeURIComponent(key), asked)
}

function list(account: Account, path: string): ApiReply {
  const query = new URL(path, 'http://localhost').searchParams
  const name = query.get('FriendlyName')
  const status = query.get('Status') ?? 'in-progress'
  const found = account.conferences.all.filter(
    (conference) => conference.status === status && (name === null || conference.name === name),
  )
  const rows = found.map((conference) => conferenceResource(account.accountSid, conference))
  return { status: 200, body: pageOf(path, 'conferences', rows) }
}

function answerOne(
  { accountSid }: Account,
  conference: Conference | undefined,
  { method, params }: Asked,
): ApiReply | null {
  if (!conference) return null
  if (method === 'POST') {
    onlyThese(params, ['Status', 'AnnounceUrl', 'AnnounceMethod'])
    if (params['Status'] === 'completed') conference.finish()
  }
  return { status: 200, body: conferenceResource(accountSid, conference) }
}

function add(account: Account, book: NumberBook, name: string, params: Params): ApiReply | null {
  // A conference is opened by its name; a SID must be there already.
  const known = account.conferences.find(name)
  if (!known && /^CF[0-9a-f]{32}$/.test(name)) return null
  if (known?.status === 'completed') return null
  const conference = known ?? account.conferences.named(name)
  const { call, terms } = createParticipant(account, book, conference, params)
  const called = { guest: call, terms, since: call.createdAt }
  return { status: 201, body: coming(account, conference, called) }
}

/** One who is called, and has not picked up. */
function coming({ accountSid }: Account, conference: Conference, called: Coming) {
  const { guest, terms, since } = called
  const { label, muted, coachTo, endConferenceOnExit, startConferenceOnEnter } = terms
  return participantResource(accountSid, conference, {
    callSid: guest.callSid,
    status: guest.status === 'queued' ? 'queued' : 'ringing',
    label,
    muted,
    hold: false,
    coachTo,
    endConferenceOnExit,
    startConferenceOnEnter,
    since,
  })
}

function participants(account: Account, conference: Conference, path: string): ApiReply {
  const query = new URL(path, 'http://localhost').searchParams
  const wants = Object.fromEntries(query)
  const rows = conference.seats
    .filter(
      (seat) =>
        flagIn(wants, 'Muted', seat.muted) === seat.muted &&
        flagIn(wants, 'Hold', seat.hold) === seat.hold,
    )
    .map((seat) => seated(account, conference, seat))
  // Whoever is connecting to a conference is one of its participants.
  for (const called of conference.coming) {
    const { muted } = called.terms
    if (flagIn(wants, 'Muted', muted) !== muted || flagIn(wants, 'Hold', false)) continue
    rows.push(coming(account, conference, called))
  }
  return { status: 200, body: pageOf(path, 'participants', rows) }
}

/** They have two keys: their call's SID, and their label. */
function answerParticipant(
  account: Account,
  conference: Conference,
  key: string,
  { method, params }: Asked,
): ApiReply | null {
  const isMeant = (callSid: string, { label }: Readonly<SeatTerms>): boolean =>
    callSid === key || label === key
  const seat = conference.seats.find(({ callSid, terms }) => isMeant(callSid, terms))
  const called = conference.coming.find(({ guest, terms }) => isMeant(guest.callSid, terms))
  if (called && method === 'GET') {
    return { status: 200, body: coming(account, conference, called) }
  }
  if (!seat) return null
  if (method === 'DELETE') {
    conference.leave(seat, 'kicked')
    return { status: 204, body: null }
  }
  if (method === 'POST') updateParticipant(conference, seat, params)
  else if (method !== 'GET') throw new Refusal(CODES.invalidParameter, `There is no ${method}.`)
  return { status: 200, body: seated(account, conference, seat) }
}

function seated({ accountSid }: Account, conference: Conference, seat: Seat) {
  const { callSid, muted, hold, coachTo, endConferenceOnExit, terms, takenAt: since } = seat
  const { label, startConferenceOnEnter } = terms
  return participantResource(accountSid, conference, {
    callSid,
    status: 'connected',
    label,
    muted,
    hold,
    coachTo,
    endConferenceOnExit,
    startConferenceOnEnter,
    since,
  })
}
