/** The rows of secrets, which nobody here can open. */
import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from '../_generated/server.js'
import { MAX_SECRETS, OF_AGENT } from '../model/secret.ts'
import type { Caller } from './access.ts'
import { note } from './audit.ts'
import { functionError } from './errors.ts'

/** Every secret of an owner's, the oldest first. */
export const secretsOf = (ctx: QueryCtx, owner: string): Promise<Doc<'secrets'>[]> =>
  ctx.db
    .query('secrets')
    .withIndex('by_owner', (q) => q.eq('owner', owner))
    .take(MAX_SECRETS)

export const secretAt = (ctx: QueryCtx, reference: string): Promise<Doc<'secrets'> | null> =>
  ctx.db
    .query('secrets')
    .withIndex('by_reference', (q) => q.eq('reference', reference))
    .unique()

/** The owner's name for people; `null`: there is no such agent (any more). */
export async function nameOfOwner(ctx: QueryCtx, owner: string): Promise<string | null> {
  if (!owner.startsWith(OF_AGENT)) return 'all agents'
  const agentId = ctx.db.normalizeId('agents', owner.slice(OF_AGENT.length))
  const agent = agentId && (await ctx.db.get('agents', agentId))
  return agent ? agent.name : null
}

export async function requireNew(
  ctx: QueryCtx,
  { reference, owner }: Pick<Doc<'secrets'>, 'reference' | 'owner'>,
): Promise<void> {
  if (await secretAt(ctx, reference)) {
    throw functionError('conflict', 'There is a secret of this reference already.', 'reference')
  }
  if ((await secretsOf(ctx, owner)).length < MAX_SECRETS) return
  throw functionError(
    'conflict',
    `There are ${MAX_SECRETS} secrets here already, those of old versions included. Delete one that is not needed any more.`,
    'owner',
  )
}

/** The agent goes, and nothing else could need them. */
export async function removeSecretsOf(
  ctx: MutationCtx & { caller: Caller },
  agent: Doc<'agents'>,
): Promise<void> {
  for (const secret of await secretsOf(ctx, OF_AGENT + agent._id)) {
    await ctx.db.delete('secrets', secret._id)
    await note(ctx, 'secret_deleted', `${agent.name}: ${secret.field}`, 0)
  }
}
