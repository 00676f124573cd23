import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import type { Conversation } from '../call/conversation.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'

/** A conversation whose line broke, and the call that it was. */
export interface EarlierCall extends Conversation {
  callSid: string
}

/** What is asked when a caller may be one whose line broke. */
export interface CallerQuestion {
  callSid: string
  agentId: string
  /** E.164. */
  caller: string
  /** How long after the break the conversation may be taken up, in ms. */
  withinMs: number
  /** Until when this call may have to be found by the caller's next one, epoch ms. */
  findableUntil: number
}

/**
 * Where the callers' last calls are known. Notes this call as the last one, and hands on the conversation
 * of the one before, where its line broke; `null`: there is nothing to go on with. Rejects when it cannot
 * be reached.
 */
export type TakeUp = (question: CallerQuestion) => Promise<EarlierCall | null>

/** How long a call that comes in waits to learn of it, in ms: the caller hears ringing meanwhile. */
const PATIENCE_MS = 500
/** From a call's longest duration to its end at the latest, in ms. */
const OVERTIME_MS = 120_000

/**
 * The conversation that a call goes on with; `null`: with none, which is known at once where the agent
 * has it switched off or the caller withheld their number.
 */
export function earlierCall(
  { callSid, from, startedAt }: Pick<Call, 'callSid' | 'from' | 'startedAt'>,
  { agentId, voice }: Pick<AgentSnapshot, 'agentId' | 'voice'>,
  takeUp: TakeUp,
): Promise<EarlierCall | null> | null {
  const withinMs = voice.droppedLine.withinMin * 60_000
  if (withinMs === 0 || !isE164(from)) return null
  const findableUntil = startedAt + voice.maxDurationSec * 1000 + OVERTIME_MS + withinMs
  return asked(takeUp, { callSid, agentId, caller: from, withinMs, findableUntil })
}

/** A call whose past is not to be had in time is a new one. */
async function asked(takeUp: TakeUp, question: CallerQuestion): Promise<EarlierCall | null> {
  try {
    return await inTime(takeUp(question), PATIENCE_MS, tooLate)
  } catch (error) {
    const { callSid } = question
    logFailure(
      'It was not found out whether the line had dropped for a caller.',
      { callSid },
      error,
    )
    return null
  }
}

function tooLate(): Error {
  return new Error(`No answer within ${PATIENCE_MS} ms.`)
}
