import { TwilioRefusal } from './rest.ts'

/** Waits before what failed is asked once more, in ms. */
const WAITS_MS = [300, 2_000]

/** Nothing was done: it may be asked again whatever it is. https://www.twilio.com/docs/api/errors/20429 */
export const wasTooMuch = (error: unknown): boolean =>
  error instanceof TwilioRefusal && error.status === 429

/** It may have been done, too: only what may be done twice is asked again. */
export const hasFailed = (error: unknown): boolean =>
  !(error instanceof TwilioRefusal) || error.status === 429 || error.status >= 500

/** Asks up to three times, as long as what goes wrong is worth another try. */
export async function insist<Answer>(
  ask: () => Promise<Answer>,
  isWorthIt: (error: unknown) => boolean,
): Promise<Answer> {
  for (const wait of WAITS_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!isWorthIt(error)) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, wait)
      })
    }
  }
  return ask()
}
