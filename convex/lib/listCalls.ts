import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import { type CallFilters, periodOf } from './callFilters.ts'

export type CallPage = PaginationResult<Doc<'voiceCalls'>>

/** Calls along an index: each combination of filters has its own, so that a page reads no call it does not show. */
export function listCalls(
  ctx: QueryCtx,
  { agentId, status, ...filters }: CallFilters,
  paginationOpts: PaginationOptions,
): Promise<CallPage> {
  const calls = ctx.db.query('voiceCalls')
  const { from, to } = periodOf(filters)
  const query =
    agentId !== undefined && status !== undefined
      ? calls.withIndex('by_agent_status', (q) =>
          q.eq('agentId', agentId).eq('status', status).gte('startedAt', from).lt('startedAt', to),
        )
      : agentId !== undefined
        ? calls.withIndex('by_agent', (q) =>
            q.eq('agentId', agentId).gte('startedAt', from).lt('startedAt', to),
          )
        : status !== undefined
          ? calls.withIndex('by_status', (q) =>
              q.eq('status', status).gte('startedAt', from).lt('startedAt', to),
            )
          : calls.withIndex('by_startedAt', (q) => q.gte('startedAt', from).lt('startedAt', to))
  return query.order('desc').paginate(paginationOpts)
}
