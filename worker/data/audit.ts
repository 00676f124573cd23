/** Notes what was done to calls, at the Convex host. */
import type { FunctionArgs } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import { connect, type DataSettings } from './connection.ts'

export type CallAct = FunctionArgs<typeof api.audit.noteAct>

/** Adds a line to the audit. Beside it stands a part of the caller's number, where the call is stored. */
export async function noteAct(settings: DataSettings, act: CallAct): Promise<void> {
  await (await connect(settings)).mutation(api.audit.noteAct, act)
}
