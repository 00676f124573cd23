import { v } from 'convex/values'
import type { Doc } from './_generated/dataModel.js'
import type { QueryCtx } from './_generated/server.js'
import { serviceMutation } from './lib/access.ts'
import { requireAgent, saveAgent, settingsOf } from './lib/agents.ts'
import { functionError, parsed } from './lib/errors.ts'
import { requireNotDialled } from './lib/ownNumbers.ts'
import { removeSecretsOf } from './lib/secrets.ts'
import { agentSettingsSchema } from './model/agent.ts'
import { numberSettingsSchema } from './model/phoneNumber.ts'
import { vAgentSettingsInput } from './validators/agent.ts'

/** Gives a new installation one agent and one number; does nothing once there is an agent. */
export const seed = serviceMutation({
  args: { settings: vAgentSettingsInput, phoneNumber: v.string(), description: v.string() },
  returns: v.object({ seeded: v.boolean(), agentId: v.union(v.id('agents'), v.null()) }),
  handler: async (ctx, { settings, phoneNumber, description }) => {
    const agentSettings = parsed(agentSettingsSchema, settings, ['settings'])
    const number = parsed(numberSettingsSchema, { phoneNumber, description })
    if (await ctx.db.query('agents').withIndex('by_creation_time').first()) {
      return { seeded: false, agentId: null }
    }
    const { _id: agentId } = await saveAgent(ctx, null, agentSettings)
    await ctx.db.insert('twilioNumbers', { ...number, agentId })
    return { seeded: true, agentId }
  },
})

/** Makes an edited prompt the agent's next version; the same prompt makes none. */
export const updatePrompt = serviceMutation({
  args: { agentId: v.string(), instructions: v.string() },
  returns: v.object({ version: v.number() }),
  handler: async (ctx, args) => {
    const agentId = ctx.db.normalizeId('agents', args.agentId)
    if (!agentId) throw functionError('not_found', 'This agent does not exist.', 'agentId')
    const agent = await requireAgent(ctx, agentId, 'agentId')
    const text = parsed(agentSettingsSchema.shape.instructions, args.instructions, ['instructions'])
    const { version } = await saveAgent(ctx, agent, { ...settingsOf(agent), instructions: text })
    return { version }
  },
})

/** What stands beside the number of an agent that is there for one call. */
const TRIAL = 'For one call of npm run call'

/**
 * Lets an agent answer a number for one call; one that an earlier call has left there is set anew. A number
 * that is somebody's is a `conflict`.
 */
export const addTrial = serviceMutation({
  args: { settings: vAgentSettingsInput, phoneNumber: v.string() },
  returns: v.object({ agentId: v.id('agents') }),
  handler: async (ctx, { settings, phoneNumber }) => {
    const agentSettings = parsed(agentSettingsSchema, settings, ['settings'])
    const number = parsed(numberSettingsSchema, { phoneNumber, description: TRIAL })
    const left = await numberAt(ctx, phoneNumber)
    if (left && left.description !== TRIAL) {
      throw functionError('conflict', `${phoneNumber} is answered by an agent here.`, 'phoneNumber')
    }
    await requireNotDialled(ctx, phoneNumber)
    const agent = left && (await ctx.db.get('agents', left.agentId))
    const { _id: agentId } = await saveAgent(ctx, agent, agentSettings)
    if (!left) await ctx.db.insert('twilioNumbers', { ...number, agentId })
    return { agentId }
  },
})

/** Removes such an agent with its number; does nothing once it is gone. */
export const removeTrial = serviceMutation({
  args: { phoneNumber: v.string() },
  returns: v.null(),
  handler: async (ctx, { phoneNumber }) => {
    const number = await numberAt(ctx, phoneNumber)
    if (number?.description !== TRIAL) return null
    await ctx.db.delete('twilioNumbers', number._id)
    const agent = await ctx.db.get('agents', number.agentId)
    if (!agent) return null
    await removeSecretsOf(ctx, agent)
    await ctx.db.delete('agents', agent._id)
    return null
  },
})

const numberAt = (ctx: QueryCtx, phoneNumber: string): Promise<Doc<'twilioNumbers'> | null> =>
  ctx.db
    .query('twilioNumbers')
    .withIndex('by_phoneNumber', (q) => q.eq('phoneNumber', phoneNumber))
    .unique()
