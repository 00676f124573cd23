/**
 * What can be done about a call that came by OpenAI's SIP connector.
 * https://developers.openai.com/api/docs/guides/voice-sip
 */
import type {
  CallAcceptParams,
  CallReferParams,
  CallRejectParams,
} from 'openai/resources/realtime/calls'
import * as z from 'zod'
import type { OpenAiAccount } from '../../accounts.ts'
import { type NoSocket, refusal, UNREACHABLE } from '../realtime/connect.ts'

export type CallAct =
  | { do: 'accept'; with: CallAcceptParams }
  | { do: 'reject'; with: CallRejectParams }
  | { do: 'refer'; with: CallReferParams }
  | { do: 'hangup' }

/** Why it was not done. */
export type NotDone = NoSocket

/** How long an answer may take, in ms: a caller waits for it. */
const PATIENCE_MS = 8_000

/** Does it once; `null`: it is done. Never rejects. */
export async function actOnCall(
  { apiKey, baseUrl }: OpenAiAccount,
  legId: string,
  act: CallAct,
): Promise<NotDone | null> {
  const body = 'with' in act ? { body: JSON.stringify(act.with) } : {}
  try {
    const response = await fetch(
      `${baseUrl}/realtime/calls/${encodeURIComponent(legId)}/${act.do}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...body,
      },
    )
    return response.ok || (await isDecided(response)) ? null : await refusal(response, WHAT[act.do])
  } catch {
    return UNREACHABLE
  }
}

/** Whether it may have been done all the same: no answer came. */
export function isUnknown(notDone: NotDone): boolean {
  return notDone === UNREACHABLE
}

const WHAT: Readonly<Record<CallAct['do'], string>> = {
  accept: 'OpenAI did not have the call answered: ',
  reject: 'OpenAI did not have the call rejected: ',
  refer: 'OpenAI did not have the call handed over: ',
  hangup: 'OpenAI did not end the call: ',
}

const decidedSchema = z.object({
  error: z.object({ code: z.literal('decision_already_made') }),
})

/** Its answer to the request before this one was lost. */
async function isDecided(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return decidedSchema.safeParse(body).success
}
