import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import type { CallData } from './index.ts'

/** How long the data layer may take to say who answers a number, in ms: somebody is waiting. */
const LOOKUP_MS = 1_500

class TooLate extends Error {}

/** The last good answer for each number. */
export interface LastAnswers {
  remember(phoneNumber: string, agent: AgentSnapshot | null): Promise<void>
  recall(phoneNumber: string): Promise<AgentSnapshot | null | undefined>
}

/**
 * Who answers this number: by the data layer, or by its last good answer when it is too slow.
 * `null`: nobody; `undefined`: that could not be found out.
 */
export async function whoAnswers(
  phoneNumber: string,
  data: Pick<CallData, 'resolveNumber'>,
  known: LastAnswers,
  background: (work: Promise<unknown>) => void,
): Promise<AgentSnapshot | null | undefined> {
  try {
    const lookup = data.resolveNumber(phoneNumber)
    const agent = await inTime(lookup, LOOKUP_MS, () => new TooLate())
    background(known.remember(phoneNumber, agent))
    return agent
  } catch (error) {
    const last = await known.recall(phoneNumber)
    const isLate = error instanceof TooLate
    const why = isLate ? `No answer within ${LOOKUP_MS} ms.` : 'The data layer refused or failed.'
    const then = last ? 'its last known agent answers' : 'no agent is known to have answered it'
    logFailure(`The number was not looked up: ${then}.`, { why }, error)
    return last
  }
}
