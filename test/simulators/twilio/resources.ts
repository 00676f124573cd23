/** Twilio's REST resources as JSON. */
import type { Leg } from './leg.ts'
import { newSid } from './sid.ts'

export interface ApiReply {
  status: number
  body: unknown
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function apiError(status: number, code: number, message: string): ApiReply {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return { status, body: { code, message, more_info, status } }
}

/** A phone number of the account, and where its calls go. */
export interface IncomingNumber {
  sid: string
  phoneNumber: string
  boughtAt: Date
  voiceUrl: string
  voiceMethod: string
  voiceFallbackUrl: string
  statusCallback: string
  statusCallbackMethod: string
}

/** A number as it is right after it was bought: nothing answers it. */
export function newNumber(
  phoneNumber: string,
  settings: Partial<IncomingNumber> = {},
): IncomingNumber {
  return {
    sid: newSid('PN'),
    phoneNumber,
    boughtAt: new Date(),
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    ...settings,
  }
}

export function numberResource(accountSid: string, number: IncomingNumber) {
  return {
    sid: number.sid,
    account_sid: accountSid,
    friendly_name: number.phoneNumber,
    phone_number: number.phoneNumber,
    api_version: '2010-04-01',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_fallback_method: 'POST',
    voice_application_sid: '',
    voice_caller_id_lookup: false,
    voice_receive_mode: 'voice',
    sms_url: '',
    sms_method: 'POST',
    sms_fallback_url: '',
    sms_fallback_method: 'POST',
    sms_application_sid: '',
    trunk_sid: null,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    status: 'in-use',
    type: 'local',
    origin: 'twilio',
    beta: false,
    address_requirements: 'none',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    emergency_status: 'Active',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    date_created: rfc2822(number.boughtAt),
    date_updated: rfc2822(number.boughtAt),
    uri: `${accountUri(accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}

export function accountResource(accountSid: string, openedAt: Date) {
  return {
    sid: accountSid,
    owner_account_sid: accountSid,
    friendly_name: 'Simulated account',
    status: 'active',
    type: 'Full',
    auth_token: '',
    date_created: rfc2822(openedAt),
    date_updated: rfc2822(openedAt),
    subresource_uris: {
      calls: `${accountUri(accountSid)}/Calls.json`,
      incoming_phone_numbers: `${accountUri(accountSid)}/IncomingPhoneNumbers.json`,
    },
    uri: `${accountUri(accountSid)}.json`,
  }
}

/** What a call costs, in the account's currency. */
export interface CallPrice {
  /** As Twilio writes it, "-0.0085"; `null` until it is known. */
  price: string | null
  unit: string
}

/** Duration and price are strings, and `null` until they are known; times do not move once they are. */
export function callResource(
  accountSid: string,
  phoneNumberSid: string | null,
  call: Leg,
  { price, unit }: CallPrice,
) {
  const { createdAt, startedAt, answeredAt, endedAt } = call
  const dateOf = (at: number) => rfc2822(new Date(createdAt.getTime() + at - startedAt))
  const uri = `${accountUri(accountSid)}/Calls/${call.callSid}`
  return {
    sid: call.callSid,
    account_sid: accountSid,
    parent_call_sid: call.parentCallSid,
    api_version: '2010-04-01',
    from: call.from,
    from_formatted: call.from,
    to: call.to,
    to_formatted: call.to,
    phone_number_sid: phoneNumberSid ?? '',
    direction: call.direction,
    status: call.status,
    answered_by: call.answeredBy,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    queue_time: '0',
    stir_verstat: null,
    trunk_sid: null,
    date_created: rfc2822(createdAt),
    date_updated: endedAt === null ? rfc2822(createdAt) : dateOf(endedAt),
    start_time: answeredAt === null ? null : dateOf(answeredAt),
    end_time: endedAt === null ? null : dateOf(endedAt),
    duration: endedAt === null ? null : String(call.durationSec()),
    price,
    price_unit: unit,
    subresource_uris: { recordings: `${uri}/Recordings.json` },
    uri: `${uri}.json`,
  }
}

const PAGE_SIZE = 50

/** One page of a list, as `Page` and `PageSize` ask for it. */
export function pageOf<Row>(path: string, key: string, rows: readonly Row[]) {
  const url = new URL(path, 'http://localhost')
  const page = Number(url.searchParams.get('Page') ?? 0)
  const pageSize = Number(url.searchParams.get('PageSize') ?? PAGE_SIZE)
  const start = page * pageSize
  const end = Math.min(rows.length, start + pageSize)
  const uriOf = (wanted: number) => {
    url.searchParams.set('Page', String(wanted))
    url.searchParams.set('PageSize', String(pageSize))
    return url.pathname + url.search
  }
  return {
    [key]: rows.slice(start, end),
    page,
    page_size: pageSize,
    start,
    end: Math.max(start, end - 1),
    uri: uriOf(page),
    first_page_uri: uriOf(0),
    next_page_uri: end < rows.length ? uriOf(page + 1) : null,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
  }
}

export function accountUri(accountSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}`
}

export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
