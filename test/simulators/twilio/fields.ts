/**
 * The form fields of a voice request.
 * https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export function callFields(call: {
  accountSid: string
  callSid: string
  from: string
  to: string
  status: string
  direction: 'inbound' | 'outbound-api' | 'outbound-dial'
  parentCallSid?: string | null
  /** Only calls that come in have one. */
  callToken?: string
  answeredBy?: string | null
}): Record<string, string> {
  return {
    AccountSid: call.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.callSid,
    CallStatus: call.status,
    ...(call.callToken === undefined ? {} : { CallToken: call.callToken }),
    ...(call.parentCallSid ? { ParentCallSid: call.parentCallSid } : {}),
    ...(call.answeredBy ? { AnsweredBy: call.answeredBy } : {}),
    Called: call.to,
    CalledCity: 'WASHINGTON',
    CalledCountry: 'US',
    CalledState: 'DC',
    CalledZip: '',
    Caller: call.from,
    CallerCity: 'WASHINGTON',
    CallerCountry: 'US',
    CallerState: 'DC',
    CallerZip: '20004',
    Direction: call.direction,
    From: call.from,
    FromCity: 'WASHINGTON',
    FromCountry: 'US',
    FromState: 'DC',
    FromZip: '20004',
    ...(call.direction === 'inbound' ? { StirVerstat: 'TN-Validation-Passed-A' } : {}),
    To: call.to,
    ToCity: 'WASHINGTON',
    ToCountry: 'US',
    ToState: 'DC',
    ToZip: '',
  }
}

/** https://www.twilio.com/docs/voice/api/call-resource: `CallToken` */
export function callToken(callSid: string): string {
  return Buffer.from(JSON.stringify({ parentCallInfoToken: callSid })).toString('base64')
}
