import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import type { AnsweringAgent } from './answeringAgent.ts'
import type { CallData } from './index.ts'

/** How long the data layer may take to say who answers, in ms: somebody is waiting. */
const LOOKUP_MS = 1_500

class TooLate extends Error {}

/** The last good answer for each number. */
export interface LastAnswers {
  remember(phoneNumber: string, agent: AnsweringAgent | null): Promise<void>
  recall(phoneNumber: string): Promise<AnsweringAgent | null | undefined>
}

/** Where it is asked who answers, and what was answered last. */
export interface WhoAnswers {
  data: Pick<CallData, 'resolveNumber' | 'agentForUnknown'>
  known: LastAnswers
  background(work: Promise<unknown>): void
}

/** Under this it is remembered who answers calls of which no number of ours is known. */
const UNKNOWN = 'unknown'

/**
 * Who answers this number: by the data layer, or by its last good answer when it is too slow.
 * `null`: nobody; `undefined`: that could not be found out.
 */
export function whoAnswers(
  phoneNumber: string,
  { data, ...where }: WhoAnswers,
): Promise<AnsweringAgent | null | undefined> {
  return found(phoneNumber, () => data.resolveNumber(phoneNumber), where)
}

/** The same for calls of which no number of ours is known. */
export function whoAnswersUnknown({
  data,
  ...where
}: WhoAnswers): Promise<AnsweringAgent | null | undefined> {
  const ask = async (): Promise<AnsweringAgent | null> => {
    const agent = await data.agentForUnknown()
    return agent && { ...agent, way: 'stream' }
  }
  return found(UNKNOWN, ask, where)
}

async function found(
  key: string,
  ask: () => Promise<AnsweringAgent | null>,
  { known, background }: Omit<WhoAnswers, 'data'>,
): Promise<AnsweringAgent | null | undefined> {
  try {
    const agent = await inTime(ask(), LOOKUP_MS, () => new TooLate())
    background(known.remember(key, agent))
    return agent
  } catch (error) {
    const last = await known.recall(key)
    const isLate = error instanceof TooLate
    const why = isLate ? `No answer within ${LOOKUP_MS} ms.` : 'The data layer refused or failed.'
    const then = last ? 'its last known agent answers' : 'no agent is known to have answered it'
    logFailure(`The number was not looked up: ${then}.`, { why }, error)
    return last
  }
}
