/** Deletes calls for an operator, at the Convex host. */
import type { FunctionReturnType } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import { connect, type DataSettings } from './connection.ts'
import type { Subject } from './identity.ts'

export type Operator = Pick<Subject, 'subject' | 'name'>

type Deleted = FunctionReturnType<typeof api.deletion.deleteOne>

/** Hears of the calls that have just gone: what is left of them elsewhere is to go, too. */
export type Gone = (callSids: readonly string[]) => Promise<void>

/** Rejects with a `ConvexError` when there is no such call (`not_found`) or it runs (`conflict`). */
export async function deleteCall(
  settings: DataSettings,
  operator: Operator,
  callSid: string,
  gone: Gone,
): Promise<void> {
  const client = await connect(settings, operator)
  await untilDone(() => client.mutation(api.deletion.deleteOne, { callSid }), gone)
}

/**
 * Deletes every call of a caller, and returns how many there were. Rejects with a `ConvexError` when the
 * number is none (`invalid`) or a call of it runs (`conflict`).
 */
export async function deleteCaller(
  settings: DataSettings,
  operator: Operator,
  number: string,
  gone: Gone,
): Promise<number> {
  const client = await connect(settings, operator)
  return untilDone(() => client.mutation(api.deletion.deleteCaller, { number }), gone)
}

async function untilDone(step: () => Promise<Deleted>, gone: Gone): Promise<number> {
  const all = new Set<string>()
  for (;;) {
    const { callSids, isDone } = await step()
    const fresh = callSids.filter((callSid) => !all.has(callSid))
    for (const callSid of fresh) all.add(callSid)
    await gone(fresh)
    if (isDone) return all.size
  }
}
