/** What OpenAI calls a call that came by its SIP connector. */
export const LEG_ID = 'rtc_[\\w-]{1,120}'

/** Whether a call is known by OpenAI's name for it, as no other carrier has vouched for its caller. */
export function isTrunkCall(callSid: string): boolean {
  return callSid.startsWith('rtc_')
}
