import { v } from 'convex/values'
import { serviceMutation } from './lib/access.ts'
import { requireAgent, saveAgent, settingsOf } from './lib/agents.ts'
import { functionError, parsed } from './lib/errors.ts'
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
