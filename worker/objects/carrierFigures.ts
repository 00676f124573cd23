import { fetchCall, type TwilioAccount } from '../carriers/twilio/rest.ts'
import { logFailure } from '../lib/log.ts'

/**
 * Twilio works out a call's price some time after its end. These are the waits before each time it
 * is asked, in seconds: soon at first, for a day at the most.
 */
const ASK_AFTER_SEC = [2, 10, 60, 300, 1_800, 7_200, 28_800, 50_400]

/** When to ask for the price the `attempt`-th time (from 0), epoch ms; `null`: it is given up. */
export function priceDue(endedAt: number, attempt: number): number | null {
  if (attempt >= ASK_AFTER_SEC.length) return null
  const waits = ASK_AFTER_SEC.slice(0, attempt + 1)
  return endedAt + waits.reduce((sum, wait) => sum + wait, 0) * 1000
}

/** What Twilio says of the call; `null` when it does not answer, which is no reason to worry yet. */
export async function askTwilio(account: TwilioAccount, callSid: string) {
  try {
    return await fetchCall(account, callSid)
  } catch (error) {
    logFailure('Twilio did not tell about the call.', { callSid }, error)
    return null
  }
}
