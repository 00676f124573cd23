import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import type { ChatStatus } from '../model/chat.ts'

export interface ChatFilters {
  agentId?: string | undefined
  status?: ChatStatus | undefined
  /** Epoch ms. */
  startedAfter?: number | undefined
  startedBefore?: number | undefined
}

/** Each combination of filters has its own index, so that a page reads nothing that it does not show. */
export function listChats(
  ctx: QueryCtx,
  { agentId, status, startedAfter: from = 0, startedBefore: to = Infinity }: ChatFilters,
  paginationOpts: PaginationOptions,
): Promise<PaginationResult<Doc<'chats'>>> {
  const chats = ctx.db.query('chats')
  const query =
    agentId !== undefined && status !== undefined
      ? chats.withIndex('by_agent_status', (q) =>
          q.eq('agentId', agentId).eq('status', status).gte('startedAt', from).lt('startedAt', to),
        )
      : agentId !== undefined
        ? chats.withIndex('by_agent', (q) =>
            q.eq('agentId', agentId).gte('startedAt', from).lt('startedAt', to),
          )
        : status !== undefined
          ? chats.withIndex('by_status', (q) =>
              q.eq('status', status).gte('startedAt', from).lt('startedAt', to),
            )
          : chats.withIndex('by_startedAt', (q) => q.gte('startedAt', from).lt('startedAt', to))
  return query.order('desc').paginate(paginationOpts)
}
