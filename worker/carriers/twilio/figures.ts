import { logFailure } from '../../lib/log.ts'
import type { CarrierFigures, FiguresDesk } from '../module.ts'
import { fetchCall, type TwilioAccount } from './rest.ts'

/**
 * Twilio works out a call's price some time after its end. These are the waits before each time it
 * is asked, in seconds: soon at first, for a day at the most.
 */
const ASK_AFTER_SEC = [2, 10, 60, 300, 1_800, 7_200, 28_800, 50_400]

export function figuresDesk(account: TwilioAccount): FiguresDesk {
  return { due: priceDue, ask: (callSid) => ask(account, callSid) }
}

/** When to ask the `attempt`-th time (from 0), epoch ms; `null`: it is given up. */
export function priceDue(endedAt: number, attempt: number): number | null {
  if (attempt >= ASK_AFTER_SEC.length) return null
  const waits = ASK_AFTER_SEC.slice(0, attempt + 1)
  return endedAt + waits.reduce((sum, wait) => sum + wait, 0) * 1000
}

async function ask(account: TwilioAccount, callSid: string): Promise<CarrierFigures | null> {
  try {
    const { status, durationSec, price, priceUnit } = await fetchCall(account, callSid)
    const known = price === null ? null : { amount: price, currency: priceUnit ?? 'USD' }
    return { status, durationSec, price: known }
  } catch (error) {
    logFailure('Twilio did not tell about the call.', { callSid }, error)
    return null
  }
}
