import type { Context } from 'hono'
import { isTrunkCall } from '../carriers/sip/legId.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'
import type { App } from './app.ts'

/** The id of the call that somebody names: by its own, or by that of its leg at the model's vendor. */
export async function callNamed(c: Context<App>, id: string): Promise<string> {
  if (!isTrunkCall(id)) return id
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  // Of a call over a trunk, the leg is the call.
  return (await unlessOlder(directory.callOfLeg(id), null)) ?? id
}
