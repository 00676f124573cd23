import type { MutationCtx } from '../_generated/server.js'
import type { Call } from '../model/call.ts'

type Counted = Pick<Call, 'agentId' | 'agentVersion' | 'unkeptPromises'>

/** Brings the count of what a version of an agent promised and did not do up to date. */
export async function countPromises(
  ctx: MutationCtx,
  before: Counted | null,
  { agentId, agentVersion: version, unkeptPromises = 0 }: Counted,
): Promise<void> {
  const was = before?.unkeptPromises ?? 0
  if (agentId === null || unkeptPromises === was) return
  const row = await ctx.db
    .query('unkeptPromises')
    .withIndex('by_version', (q) => q.eq('agentId', agentId).eq('version', version))
    .unique()
  const promises = (row?.promises ?? 0) + unkeptPromises - was
  const calls = (row?.calls ?? 0) + Number(unkeptPromises > 0) - Number(was > 0)
  const counted = { agentId, version, promises, calls }
  if (row) await ctx.db.replace('unkeptPromises', row._id, counted)
  else await ctx.db.insert('unkeptPromises', counted)
}
