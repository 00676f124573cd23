import { v } from 'convex/values'
import { serviceMutation } from './lib/access.ts'
import { saveAgent } from './lib/agents.ts'
import { parsed } from './lib/errors.ts'
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
