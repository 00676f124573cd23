import type { OpenAiAccount } from '../../accounts.ts'
import type { DirectLine } from '../../call/ports.ts'
import { connect, type NoSocket } from '../realtime/connect.ts'
import { directConfig, type RealtimeBrief } from '../realtime/session.ts'
import { actOnCall } from './calls.ts'

/** A call that was answered this moment may not be found yet: waits before it is looked for again, in ms. */
const NOT_YET = [50, 150, 400]

/** Has the call answered, unless it is, and asks for the socket beside it. Never rejects. */
export async function attach(
  account: OpenAiAccount,
  line: DirectLine,
  brief: RealtimeBrief,
): Promise<WebSocket | NoSocket> {
  const ask = (): Promise<WebSocket | NoSocket> =>
    connect(account, { call_id: line.legId }, brief.callerHash())
  if (line.isTaken) return ask()
  const accepting = { ...directConfig(brief), type: 'realtime' } as const
  const refused = await actOnCall(account, line.legId, { do: 'accept', with: accepting })
  if (refused) return refused
  line.taken()
  let answer = await ask()
  for (const ms of NOT_YET) {
    if (answer instanceof WebSocket || !answer.isGone) return answer
    await wait(ms)
    answer = await ask()
  }
  return answer
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
