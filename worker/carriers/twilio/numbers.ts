import * as z from 'zod'
import { askTwilioApi, type TwilioAccount } from './rest.ts'

/** Where Twilio should go for a number's calls. */
export interface Webhooks {
  voiceUrl: string
  statusUrl: string
  fallbackUrl: string
}

/** A number of the account, as far as its incoming calls go. */
export interface IncomingNumber {
  sid: string
  voiceUrl: string
  voiceMethod: string
  statusUrl: string
  /** An application or a trunk goes before the URLs of the number. */
  applicationSid: string | null
  trunkSid: string | null
}

const optionalText = z
  .string()
  .nullish()
  .transform((value) => value || null)

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
const numberSchema = z
  .object({
    sid: z.string(),
    voice_url: optionalText,
    voice_method: optionalText,
    status_callback: optionalText,
    voice_application_sid: optionalText,
    trunk_sid: optionalText,
  })
  .transform((number): IncomingNumber => ({
    sid: number.sid,
    voiceUrl: number.voice_url ?? '',
    voiceMethod: number.voice_method ?? 'POST',
    statusUrl: number.status_callback ?? '',
    applicationSid: number.voice_application_sid,
    trunkSid: number.trunk_sid,
  }))

const listSchema = z.object({
  incoming_phone_numbers: z.array(z.object({ phone_number: z.string() }).and(numberSchema)),
})

/** The number, in E.164; `null` when the account has no such number. Throws as `askTwilioApi`. */
export async function findNumber(
  account: TwilioAccount,
  phoneNumber: string,
): Promise<IncomingNumber | null> {
  const query = new URLSearchParams({ PhoneNumber: phoneNumber })
  const list = await askTwilioApi(account, `/IncomingPhoneNumbers.json?${query}`, listSchema)
  // The filter matches parts of numbers, too.
  const exact = list.incoming_phone_numbers.find((number) => number.phone_number === phoneNumber)
  return exact ?? null
}

/** Sends the calls of a number to these webhooks. Throws as `askTwilioApi`. */
export function pointNumber(
  account: TwilioAccount,
  sid: string,
  { voiceUrl, statusUrl, fallbackUrl }: Webhooks,
): Promise<IncomingNumber> {
  return askTwilioApi(account, `/IncomingPhoneNumbers/${sid}.json`, numberSchema, {
    VoiceUrl: voiceUrl,
    VoiceMethod: 'POST',
    VoiceFallbackUrl: fallbackUrl,
    VoiceFallbackMethod: 'POST',
    StatusCallback: statusUrl,
    StatusCallbackMethod: 'POST',
    // An application would go before the URLs.
    VoiceApplicationSid: '',
  })
}
