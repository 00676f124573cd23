import type { Context } from 'hono'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { dataSettings } from '../config.ts'
import type { AnsweringAgent } from '../data/answeringAgent.ts'
import { type CallData, callData } from '../data/index.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'
import type { App } from './app.ts'

/** How long the data layer may take to say who answers, in ms: the caller is waiting. */
const LOOKUP_MS = 1_500

class TooLate extends Error {}

/** Under this the agent is remembered that answers calls of which no number is known. */
const UNKNOWN = 'unknown'

/**
 * Who answers this number: by the data layer, or by its last good answer when it is too slow.
 * `null`: nobody; `undefined`: that could not be found out.
 */
export function whoAnswers(
  c: Context<App>,
  phoneNumber: string,
): Promise<AnsweringAgent | null | undefined> {
  return found(c, phoneNumber, (data) => data.resolveNumber(phoneNumber))
}

/** The same for calls of which no number of ours is known. */
export function whoAnswersUnknown(c: Context<App>): Promise<AgentSnapshot | null | undefined> {
  return found(c, UNKNOWN, async (data) => {
    const agent = await data.agentForUnknown()
    return agent && { ...agent, way: 'stream' }
  })
}

async function found(
  c: Context<App>,
  key: string,
  ask: (data: CallData) => Promise<AnsweringAgent | null>,
): Promise<AnsweringAgent | null | undefined> {
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  try {
    const lookup = ask(callData(dataSettings(c.env)))
    const agent = await inTime(lookup, LOOKUP_MS, () => new TooLate())
    c.executionCtx.waitUntil(directory.remember(key, agent))
    return agent
  } catch (error) {
    const known = await directory.recall(key)
    const isLate = error instanceof TooLate
    const why = isLate ? `No answer within ${LOOKUP_MS} ms.` : 'The data layer refused or failed.'
    const then = known ? 'its last known agent answers' : 'no agent is known to have answered it'
    logFailure(`The number was not looked up: ${then}.`, { why }, error)
    return known
  }
}
