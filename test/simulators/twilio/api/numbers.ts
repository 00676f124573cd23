/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
import { type ApiReply, type IncomingNumber, numberResource, pageOf } from '../resources.ts'
import type { Params } from './parameters.ts'

/** The filter finds every number with these digits anywhere in it. */
export function listNumbers(
  accountSid: string,
  numbers: readonly IncomingNumber[],
  path: string,
): ApiReply {
  const wanted = new URL(path, 'http://localhost').searchParams.get('PhoneNumber') ?? ''
  const digits = wanted.replaceAll(/\D/g, '')
  const found = numbers.filter(({ phoneNumber }) => phoneNumber.includes(digits))
  const resources = found.map((number) => numberResource(accountSid, number))
  return { status: 200, body: pageOf(path, 'incoming_phone_numbers', resources) }
}

export function updateNumber(number: IncomingNumber, params: Params): void {
  number.voiceUrl = params['VoiceUrl'] ?? number.voiceUrl
  number.voiceMethod = params['VoiceMethod'] ?? number.voiceMethod
  number.voiceFallbackUrl = params['VoiceFallbackUrl'] ?? number.voiceFallbackUrl
  number.statusCallback = params['StatusCallback'] ?? number.statusCallback
  number.statusCallbackMethod = params['StatusCallbackMethod'] ?? number.statusCallbackMethod
}
