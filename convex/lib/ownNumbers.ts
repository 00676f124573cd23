/** Calls that are put through must not come back to an agent here: they would ring themselves for ever. */
import type { QueryCtx } from '../_generated/server.js'
import type { AgentSettings } from '../model/agent.ts'
import { dialledNumbers } from './dialledNumbers.ts'
import { functionError } from './errors.ts'

/** As many agents as are ever listed. */
const MAX_AGENTS = 500

/** Nobody may be put through to a number that an agent here answers. */
export async function requireNoLoop(ctx: QueryCtx, settings: AgentSettings): Promise<void> {
  for (const { phoneNumber, field } of dialledNumbers(settings)) {
    const own = await ctx.db
      .query('twilioNumbers')
      .withIndex('by_phoneNumber', (q) => q.eq('phoneNumber', phoneNumber))
      .unique()
    if (!own) continue
    throw functionError(
      'invalid',
      `${phoneNumber} is answered by an agent here: the call would come back. Enter another number.`,
      field,
    )
  }
}

/** A number to which an agent puts callers through cannot be answered here. */
export async function requireNotDialled(ctx: QueryCtx, phoneNumber: string): Promise<void> {
  const agents = await ctx.db.query('agents').withIndex('by_creation_time').take(MAX_AGENTS)
  for (const agent of agents) {
    const dialled = dialledNumbers(agent).find((number) => number.phoneNumber === phoneNumber)
    if (!dialled) continue
    const role = dialled.field.endsWith('fallbackNumber') ? 'the fallback number' : 'a destination'
    throw functionError(
      'conflict',
      `${phoneNumber} is ${role} of ${agent.name}: calls would come back. Change that first.`,
      'phoneNumber',
    )
  }
}
