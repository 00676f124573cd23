/** Twilio's REST resources as JSON. */
import type { SimulatedCall } from './call.ts'
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
    trunk_sid: null,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    status: 'in-use',
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}

/** Duration and price are strings, and `null` until they are known. */
export function callResource(
  accountSid: string,
  call: SimulatedCall,
  price: string | null,
  priceUnit: string,
) {
  const ended = call.endedAt !== null
  return {
    sid: call.callSid,
    account_sid: accountSid,
    parent_call_sid: null,
    api_version: '2010-04-01',
    from: call.from,
    to: call.to,
    direction: 'inbound',
    status: call.status,
    answered_by: null,
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    start_time: rfc2822(call.createdAt),
    end_time: ended ? rfc2822(new Date()) : null,
    duration: ended ? String(call.durationSec()) : null,
    price,
    price_unit: priceUnit,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.callSid}.json`,
  }
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
