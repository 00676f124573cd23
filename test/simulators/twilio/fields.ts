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
}): Record<string, string> {
  return {
    AccountSid: call.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.callSid,
    CallStatus: call.status,
    CallToken: Buffer.from(JSON.stringify({ parentCallInfoToken: call.callSid })).toString(
      'base64',
    ),
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
    Direction: 'inbound',
    From: call.from,
    FromCity: 'WASHINGTON',
    FromCountry: 'US',
    FromState: 'DC',
    FromZip: '20004',
    StirVerstat: 'TN-Validation-Passed-A',
    To: call.to,
    ToCity: 'WASHINGTON',
    ToCountry: 'US',
    ToState: 'DC',
    ToZip: '',
  }
}
