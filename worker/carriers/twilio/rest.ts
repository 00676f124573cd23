import * as z from 'zod'

/** Where and as whom to ask Twilio's REST API. */
export interface TwilioAccount {
  accountSid: string
  authToken: string
  baseUrl: string
}

const callSchema = z.object({
  status: z.string(),
  duration: z.coerce.number().nullable(),
  /** A negative decimal string such as `-0.0085`; `null` until Twilio has worked it out. */
  price: z.string().nullable(),
  price_unit: z.string().nullable(),
})

export interface CarrierCall {
  status: string
  durationSec: number | null
  /** What the caller's leg cost, positive, in `priceUnit`. */
  price: number | null
  priceUnit: string | null
}

/**
 * The call as Twilio knows it. https://www.twilio.com/docs/voice/api/call-resource
 * Throws when Twilio does not answer with it.
 */
export async function fetchCall(account: TwilioAccount, callSid: string): Promise<CarrierCall> {
  const { accountSid, authToken, baseUrl } = account
  const url = `${baseUrl}/2010-04-01/Accounts/${accountSid}/Calls/${callSid}.json`
  const response = await fetch(url, {
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`Twilio answered ${response.status} for the call.`)
  const call = callSchema.parse(await response.json())
  return {
    status: call.status,
    durationSec: call.duration,
    price: call.price === null ? null : Math.abs(Number(call.price)),
    priceUnit: call.price_unit,
  }
}
