import type { Context } from 'hono'
import { dataSettings } from '../config.ts'
import type { AnsweringAgent } from '../data/answeringAgent.ts'
import { callData } from '../data/index.ts'
import {
  whoAnswers as lookUp,
  whoAnswersUnknown as lookUpUnknown,
  type WhoAnswers,
} from '../data/whoAnswers.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'
import type { App } from './app.ts'

/** Who answers this number; `null`: nobody; `undefined`: that could not be found out. */
export function whoAnswers(
  c: Context<App>,
  phoneNumber: string,
): Promise<AnsweringAgent | null | undefined> {
  return lookUp(phoneNumber, askedBy(c))
}

/** The same for calls of which no number of ours is known. */
export function whoAnswersUnknown(c: Context<App>): Promise<AnsweringAgent | null | undefined> {
  return lookUpUnknown(askedBy(c))
}

function askedBy(c: Context<App>): WhoAnswers {
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  return {
    data: callData(dataSettings(c.env)),
    known: {
      remember: (number, agent) => directory.remember(number, agent),
      recall: (number) => directory.recall(number),
    },
    background: (work) => c.executionCtx.waitUntil(work),
  }
}
