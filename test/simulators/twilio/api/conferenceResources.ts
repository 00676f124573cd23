/** Conferences and who is in them, as JSON. */
import { accountUri, rfc2822 } from '../resources.ts'
import type { Conference } from '../rooms/Conference.ts'

export function conferenceResource(accountSid: string, conference: Conference) {
  const { sid, name, status, createdAt, end } = conference
  const uri = `${accountUri(accountSid)}/Conferences/${sid}`
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    friendly_name: name,
    region: 'us1',
    status,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(end?.at ?? createdAt),
    reason_conference_ended: end?.reason ?? null,
    call_sid_ending_conference: end?.callSid ?? null,
    subresource_uris: {
      participants: `${uri}/Participants.json`,
      recordings: `${uri}/Recordings.json`,
    },
    uri: `${uri}.json`,
  }
}

export interface ParticipantFacts {
  callSid: string
  status: 'queued' | 'ringing' | 'connected'
  label: string | null
  muted: boolean
  hold: boolean
  coachTo: string | null
  endConferenceOnExit: boolean
  startConferenceOnEnter: boolean
  since: Date
}

export function participantResource(
  accountSid: string,
  conference: Conference,
  facts: ParticipantFacts,
) {
  const { callSid, status, label, muted, hold, coachTo, since } = facts
  return {
    account_sid: accountSid,
    call_sid: callSid,
    label,
    call_sid_to_coach: coachTo,
    coaching: coachTo !== null,
    conference_sid: conference.sid,
    date_created: rfc2822(since),
    date_updated: rfc2822(since),
    end_conference_on_exit: facts.endConferenceOnExit,
    muted,
    hold,
    start_conference_on_enter: facts.startConferenceOnEnter,
    status,
    queue_time: '0',
    uri: `${accountUri(accountSid)}/Conferences/${conference.sid}/Participants/${callSid}.json`,
  }
}
