import type { Context } from 'hono'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { dataSettings } from '../config.ts'
import { callData } from '../data/index.ts'
import { type LastAnswers, whoAnswers as lookUp } from '../data/whoAnswers.ts'
import type { App } from '../http/app.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'

/** Who answers this number; `null`: nobody; `undefined`: that could not be found out. */
export function whoAnswers(
  c: Context<App>,
  phoneNumber: string,
): Promise<AgentSnapshot | null | undefined> {
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  const known: LastAnswers = {
    remember: (number, agent) => directory.remember(number, agent),
    recall: (number) => directory.recall(number),
  }
  const background = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  return lookUp(phoneNumber, callData(dataSettings(c.env)), known, background)
}
