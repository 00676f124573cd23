import type { Context } from 'hono'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'
import { logWarning } from '../lib/log.ts'
import { callSidSchema } from './callSid.ts'

/** The object that is this call; asking for one makes it, so only ids of calls may come here. */
export function sessionOf(c: Context<App>, callSid: string) {
  const { locationHint } = readConfig(c.env)
  return c.env.CALLS.getByName(callSid, { locationHint })
}

/**
 * Asks a call something that is safe to repeat: once more, when its object is lost meanwhile. The next
 * one has its journal.
 */
export async function askCall<T>(
  c: Context<App>,
  callSid: string,
  question: (session: ReturnType<typeof sessionOf>) => Promise<T>,
): Promise<T> {
  try {
    return await question(sessionOf(c, callSid))
  } catch (error) {
    logWarning('A call is asked once more: its object was lost, or failed.', { callSid }, error)
    // One whose object broke answers to nobody any more.
    return question(sessionOf(c, callSid))
  }
}

/** A call's object for what may be no id of a call, which has none. */
export function knownSession(c: Context<App>, callSid: string) {
  return callSidSchema.safeParse(callSid).success ? sessionOf(c, callSid) : null
}
