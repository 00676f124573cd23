/** What the routes that delete have in common. */
import { ConvexError } from 'convex/values'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Refusal } from '../../convex/model/api.ts'
import type { Gone } from '../data/deletion.ts'
import type { App } from '../http/app.ts'
import { knownSession } from '../http/sessionOf.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'

/** Empties the objects of calls that are stored no more, and of what else knows them. */
export const forgetIn =
  (c: Context<App>): Gone =>
  async (callSids) => {
    if (callSids.length === 0) return
    await Promise.all([
      unlessOlder(c.env.DIRECTORY.getByName(DIRECTORY_NAME).forgetCalls(callSids), undefined),
      ...callSids.map((callSid) => knownSession(c, callSid)?.act({ do: 'forget' })),
    ])
  }

const STATUSES = { invalid: 400, not_found: 404, conflict: 409 } as const
const refusedSchema = z.object({
  code: z.enum(['invalid', 'not_found', 'conflict']),
  message: z.string(),
})

/** The answer for what a function refused; throws what is no refusal. */
export function refusalOf(error: unknown, c: Context<App>): Response {
  const refused = error instanceof ConvexError ? refusedSchema.safeParse(error.data) : null
  if (!refused?.success) throw error
  const { code, message } = refused.data
  return c.json({ error: message } satisfies Refusal, STATUSES[code])
}
