import { paginationOptsValidator, paginationResultValidator } from 'convex/server'
import { v } from 'convex/values'
import { memberQuery, operatorMutation, operatorQuery, serviceQuery } from './lib/access.ts'
import { chatAgentOf, requireAgent, saveAgent, settingsOf, snapshotOf } from './lib/agents.ts'
import { requireConfirmed } from './lib/highCostNumber.ts'
import { functionError, parsed } from './lib/errors.ts'
import { removeSecretsOf } from './lib/secrets.ts'
import { agentSettingsSchema } from './model/agent.ts'
import { vAgentSettingsInput, vAgentSnapshot, vChatAgent } from './validators/agent.ts'
import { vAgent, vAgentVersion } from './validators/documents.ts'

/** More agents than any list should show; keeps the read bounded. */
const MAX_AGENTS = 500

/** As many versions as are asked for their unkept promises. */
const MAX_VERSIONS = 500

/** Every agent, the oldest first. */
export const list = operatorQuery({
  args: {},
  returns: v.array(vAgent),
  handler: (ctx) => ctx.db.query('agents').withIndex('by_creation_time').take(MAX_AGENTS),
})

/** One agent, or `null` when there is none (any more). */
export const get = memberQuery({
  args: { agentId: v.id('agents') },
  returns: v.union(vAgent, v.null()),
  handler: (ctx, { agentId }) => ctx.db.get('agents', agentId),
})

/** Whether the operator knows what calls to the fallback number can cost. */
const confirmed = v.optional(v.boolean())

/** Makes an agent; what is left out of `settings` gets its default. Legacy voices are mapped. */
export const create = operatorMutation({
  args: { settings: vAgentSettingsInput, confirmed },
  returns: vAgent,
  handler: (ctx, args) => {
    const settings = parsed(agentSettingsSchema, args.settings, ['settings'])
    requireConfirmed(settings, null, args.confirmed)
    return saveAgent(ctx, null, settings)
  },
})

/**
 * Saves new settings as the next version; settings that change nothing make no version.
 * With `expectedVersion`, refuses (`conflict`) when somebody else saved in the meantime.
 */
export const update = operatorMutation({
  args: {
    agentId: v.id('agents'),
    settings: vAgentSettingsInput,
    expectedVersion: v.optional(v.number()),
    confirmed,
  },
  returns: vAgent,
  handler: async (ctx, { agentId, expectedVersion, ...args }) => {
    const settings = parsed(agentSettingsSchema, args.settings, ['settings'])
    const agent = await requireAgent(ctx, agentId)
    if (expectedVersion !== undefined && expectedVersion !== agent.version) {
      throw functionError(
        'conflict',
        `${agent.updatedBy} saved version ${agent.version} while you edited version ${expectedVersion}. Look at it, then save again.`,
        'expectedVersion',
      )
    }
    requireConfirmed(settings, agent, args.confirmed)
    return saveAgent(ctx, agent, settings)
  },
})

/**
 * Removes an agent that no number points at, and its secrets. Its versions stay, because past calls name
 * them.
 */
export const remove = operatorMutation({
  args: { agentId: v.id('agents') },
  returns: v.null(),
  handler: async (ctx, { agentId }) => {
    const agent = await requireAgent(ctx, agentId)
    const numbers = await ctx.db
      .query('twilioNumbers')
      .withIndex('by_agent', (q) => q.eq('agentId', agentId))
      .take(3)
    if (numbers.length > 0) {
      const named = numbers.map((number) => number.phoneNumber).join(', ')
      throw functionError(
        'conflict',
        `${agent.name} still answers ${named}. Give the number to another agent or remove it first.`,
      )
    }
    await removeSecretsOf(ctx, agent)
    await ctx.db.delete('agents', agentId)
    return null
  },
})

/** Every version of an agent, the newest first. */
export const versions = operatorQuery({
  args: { agentId: v.id('agents'), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(vAgentVersion),
  handler: (ctx, { agentId, paginationOpts }) =>
    ctx.db
      .query('agentVersions')
      .withIndex('by_agent', (q) => q.eq('agentId', agentId))
      .order('desc')
      .paginate(paginationOpts),
})

/** How often each version said that it does something and did not, and in how many calls; the newest first. */
export const unkeptPromises = operatorQuery({
  args: { agentId: v.id('agents') },
  returns: v.array(v.object({ version: v.number(), promises: v.number(), calls: v.number() })),
  handler: async (ctx, { agentId }) => {
    const rows = await ctx.db
      .query('unkeptPromises')
      .withIndex('by_version', (q) => q.eq('agentId', agentId))
      .order('desc')
      .take(MAX_VERSIONS)
    return rows.map(({ version, promises, calls }) => ({ version, promises, calls }))
  },
})

/** Brings an old version back, as a new version. */
export const restore = operatorMutation({
  args: { agentId: v.id('agents'), version: v.number(), confirmed },
  returns: vAgent,
  handler: async (ctx, { agentId, version, ...args }) => {
    const agent = await requireAgent(ctx, agentId)
    const old = await ctx.db
      .query('agentVersions')
      .withIndex('by_agent', (q) => q.eq('agentId', agentId).eq('version', version))
      .unique()
    if (!old)
      throw functionError('not_found', `${agent.name} has no version ${version}.`, 'version')
    // Rules may have changed since: an old version has to pass them like any other settings.
    const settings = parsed(agentSettingsSchema, old.settings, ['settings'])
    requireConfirmed(settings, agent, args.confirmed)
    return saveAgent(ctx, agent, settings)
  },
})

/** What a call with this agent needs; `null` when there is no such agent or it takes no calls. */
export const snapshot = serviceQuery({
  args: { agentId: v.string() },
  returns: v.union(vAgentSnapshot, v.null()),
  handler: async (ctx, args) => {
    const agentId = ctx.db.normalizeId('agents', args.agentId)
    const agent = agentId && (await ctx.db.get('agents', agentId))
    return agent && settingsOf(agent).capabilities.includes('voice') ? snapshotOf(agent) : null
  },
})

/** What a conversation with this agent needs; `null` when there is no such agent or it does not chat. */
export const chatSnapshot = serviceQuery({
  args: { agentId: v.string() },
  returns: v.union(vChatAgent, v.null()),
  handler: async (ctx, args) => {
    const agentId = ctx.db.normalizeId('agents', args.agentId)
    const agent = agentId && (await ctx.db.get('agents', agentId))
    return agent?.capabilities.includes('web_chat') ? chatAgentOf(agent) : null
  },
})

/** Who answers calls of which no number of ours is known; `null`: nobody. */
export const forUnknown = serviceQuery({
  args: {},
  returns: v.union(vAgentSnapshot, v.null()),
  handler: async (ctx) => {
    const agent = await ctx.db
      .query('agents')
      .withIndex('by_answersUnknown', (q) => q.eq('sip.answersUnknown', true))
      .first()
    return agent && settingsOf(agent).capabilities.includes('voice') ? snapshotOf(agent) : null
  },
})
