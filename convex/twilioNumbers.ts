import { v } from 'convex/values'
import type { Doc, Id } from './_generated/dataModel.js'
import type { QueryCtx } from './_generated/server.js'
import { operatorMutation, operatorQuery, serviceQuery } from './lib/access.ts'
import { requireAgent, snapshotOf } from './lib/agents.ts'
import { functionError, parsed } from './lib/errors.ts'
import { requireNotDialled } from './lib/ownNumbers.ts'
import { NUMBER_WAYS, numberSettingsSchema } from './model/phoneNumber.ts'
import { vAgentSnapshot } from './validators/agent.ts'
import { vTwilioNumber } from './validators/documents.ts'
import { vOneOf } from './validators/oneOf.ts'

const MAX_NUMBERS = 1000

const vWay = v.optional(vOneOf(...NUMBER_WAYS))

/** Every number, in order of the digits; with `agentId` those of one agent, the oldest first. */
export const list = operatorQuery({
  args: { agentId: v.optional(v.id('agents')) },
  returns: v.array(vTwilioNumber),
  handler: (ctx, { agentId }) => {
    const numbers = ctx.db.query('twilioNumbers')
    if (!agentId) return numbers.withIndex('by_phoneNumber').take(MAX_NUMBERS)
    return numbers.withIndex('by_agent', (q) => q.eq('agentId', agentId)).take(MAX_NUMBERS)
  },
})

/** Lets an agent answer a number. A number has one agent: `conflict` when it is taken. */
export const add = operatorMutation({
  args: {
    phoneNumber: v.string(),
    agentId: v.id('agents'),
    description: v.optional(v.string()),
    way: vWay,
  },
  returns: vTwilioNumber,
  handler: async (ctx, { agentId, ...sent }) => {
    const settings = parsed(numberSettingsSchema, { description: '', ...sent })
    await requireAgent(ctx, agentId, 'agentId')
    await requireFree(ctx, settings.phoneNumber, null)
    await requireNotDialled(ctx, settings.phoneNumber)
    const numberId = await ctx.db.insert('twilioNumbers', { ...settings, agentId })
    return requireNumber(ctx, numberId)
  },
})

/** Changes what is given: the number itself, the agent that answers it, its description or its way. */
export const update = operatorMutation({
  args: {
    numberId: v.id('twilioNumbers'),
    phoneNumber: v.optional(v.string()),
    agentId: v.optional(v.id('agents')),
    description: v.optional(v.string()),
    way: vWay,
  },
  returns: vTwilioNumber,
  handler: async (ctx, { numberId, ...changes }) => {
    const number = await requireNumber(ctx, numberId)
    const settings = parsed(numberSettingsSchema, {
      phoneNumber: changes.phoneNumber ?? number.phoneNumber,
      description: changes.description ?? number.description,
      ...(changes.way && { way: changes.way }),
    })
    const agentId = changes.agentId ?? number.agentId
    if (changes.agentId) await requireAgent(ctx, changes.agentId, 'agentId')
    await requireFree(ctx, settings.phoneNumber, numberId)
    await requireNotDialled(ctx, settings.phoneNumber)
    await ctx.db.patch('twilioNumbers', numberId, { ...settings, agentId })
    return requireNumber(ctx, numberId)
  },
})

export const remove = operatorMutation({
  args: { numberId: v.id('twilioNumbers') },
  returns: v.null(),
  handler: async (ctx, { numberId }) => {
    await requireNumber(ctx, numberId)
    await ctx.db.delete('twilioNumbers', numberId)
    return null
  },
})

/** Who answers this number, and how calls reach them; `null` when nobody does, or only an agent that takes no calls. */
export const resolve = serviceQuery({
  args: { phoneNumber: v.string() },
  returns: v.union(vAgentSnapshot.extend({ way: vOneOf(...NUMBER_WAYS) }), v.null()),
  handler: async (ctx, { phoneNumber }) => {
    const number = await numberRow(ctx, phoneNumber)
    const agent = number && (await ctx.db.get('agents', number.agentId))
    if (!number || !agent?.capabilities.includes('voice')) return null
    return { ...snapshotOf(agent), way: number.way ?? 'stream' }
  },
})

function numberRow(ctx: QueryCtx, phoneNumber: string): Promise<Doc<'twilioNumbers'> | null> {
  return ctx.db
    .query('twilioNumbers')
    .withIndex('by_phoneNumber', (q) => q.eq('phoneNumber', phoneNumber))
    .unique()
}

async function requireNumber(
  ctx: QueryCtx,
  numberId: Id<'twilioNumbers'>,
): Promise<Doc<'twilioNumbers'>> {
  const number = await ctx.db.get('twilioNumbers', numberId)
  if (!number) throw functionError('not_found', 'This number is not here any more.', 'numberId')
  return number
}

async function requireFree(
  ctx: QueryCtx,
  phoneNumber: string,
  except: Id<'twilioNumbers'> | null,
): Promise<void> {
  const taken = await numberRow(ctx, phoneNumber)
  if (!taken || taken._id === except) return
  const agent = await ctx.db.get('agents', taken.agentId)
  const owner = agent?.name ?? 'another agent'
  throw functionError('conflict', `${phoneNumber} is already answered by ${owner}.`, 'phoneNumber')
}
