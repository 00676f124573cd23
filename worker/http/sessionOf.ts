import type { Context } from 'hono'
import { readConfig } from '../config.ts'
import type { App } from './app.ts'
import { callSidSchema } from './callSid.ts'

/** The object that is this call; asking for one makes it, so only ids of calls may come here. */
export function sessionOf(c: Context<App>, callSid: string) {
  const { locationHint } = readConfig(c.env)
  return c.env.CALLS.getByName(callSid, { locationHint })
}

/** The same for what may be no id of a call, which has no object. */
export function knownSession(c: Context<App>, callSid: string) {
  return callSidSchema.safeParse(callSid).success ? sessionOf(c, callSid) : null
}
