import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation, operatorMutation, operatorQuery } from './lib/access.ts'
import { note } from './lib/audit.ts'
import { functionError, parsed } from './lib/errors.ts'
import { retainStep, retentions } from './lib/retain.ts'
import { KEEP_ALL, retentionSchema } from './model/retention.ts'
import { vRetentionRow } from './validators/rows.ts'
import { vNumberOrNull, vStringOrNull } from './validators/oneOf.ts'

const vProgress = v.object({ cursor: vStringOrNull, isDone: v.boolean() })

/** How long calls are kept: the installation's row has `agentId: null`; agents without a row follow it. */
export const list = operatorQuery({
  args: {},
  returns: v.array(vRetentionRow),
  handler: async (ctx) =>
    (await retentions(ctx)).map(({ agentId, callDays, transcriptDays }) => ({
      agentId,
      callDays,
      transcriptDays,
    })),
})

/**
 * Sets how many days after their start calls and transcripts are deleted (`null`: never), for one agent
 * or, with `agentId: null`, for all that have no rule of their own. Without `days` the rule goes.
 */
export const set = operatorMutation({
  args: {
    agentId: vStringOrNull,
    days: v.union(v.object({ callDays: vNumberOrNull, transcriptDays: vNumberOrNull }), v.null()),
  },
  returns: v.null(),
  handler: async (ctx, args) => {
    const days = parsed(retentionSchema.nullable(), args.days, ['days'])
    const agentId = args.agentId === null ? null : ctx.db.normalizeId('agents', args.agentId)
    const agent = agentId && (await ctx.db.get('agents', agentId))
    if (args.agentId !== null && !agent) {
      throw functionError('not_found', 'This agent does not exist any more.', 'agentId')
    }
    const row = await ctx.db
      .query('retention')
      .withIndex('by_agent', (q) => q.eq('agentId', agentId))
      .unique()
    const { callDays, transcriptDays } = row ?? KEEP_ALL
    const isSame =
      callDays === (days ?? KEEP_ALL).callDays &&
      transcriptDays === (days ?? KEEP_ALL).transcriptDays
    if (isSame && Boolean(row) === Boolean(days)) return null
    if (row) await ctx.db.delete('retention', row._id)
    if (days) await ctx.db.insert('retention', { agentId, ...days })
    await note(ctx, 'retention_set', agent ? agent.name : 'all agents', 0)
    return null
  },
})

/** Lets some calls go; the next step begins with the `cursor` that this one returns. */
export const step = internalMutation({
  args: { cursor: vStringOrNull },
  returns: vProgress,
  handler: (ctx, { cursor }) => retainStep(ctx, cursor, Date.now()),
})

/** All steps, on a Convex deployment: `crons.ts` begins it every day. */
export const run = internalMutation({
  args: { cursor: vStringOrNull },
  returns: v.null(),
  handler: async (ctx, args) => {
    const { cursor, isDone } = await retainStep(ctx, args.cursor, Date.now())
    if (!isDone) await ctx.scheduler.runAfter(0, internal.retention.run, { cursor })
    return null
  },
})
