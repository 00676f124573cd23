/** The two ways to a page of calls: along an index of the calls, or along the terms they hold. */
import type { PaginationOptions, PaginationResult } from 'convex/server'
import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'
import type { CallStatus } from '../model/call.ts'
import { queryTerms } from '../model/callTerms.ts'
import { callBySid, termRow } from './callRows.ts'

export interface CallFilters {
  agentId?: string
  number?: string
  status?: CallStatus
  startedAfter?: number
  startedBefore?: number
  text?: string
}
/** What a filter may skip over for one page: a rare status among the calls of a frequent word. */
const MAX_ROWS_READ = 2000

type CallPage = PaginationResult<Doc<'voiceCalls'>>

/** Each combination of filters has its index, so that a page reads no call it does not show. */
export function callsInOrder(
  ctx: QueryCtx,
  { agentId, status, ...filters }: CallFilters,
  paginationOpts: PaginationOptions,
): Promise<CallPage> {
  const calls = ctx.db.query('voiceCalls')
  const { from, to } = period(filters)
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

/** Walks the calls with the first term, and keeps those that hold the others too. */
export async function callsWithTerms(
  ctx: QueryCtx,
  filters: CallFilters,
  paginationOpts: PaginationOptions,
): Promise<CallPage> {
  const words = queryTerms(filters.text ?? '')
  const [first, ...others] = filters.number ? [filters.number.trim(), ...words] : words
  // Nothing but punctuation was typed: no call has it, and the index has nothing under ''.
  const found = await pageOfTerm(ctx, first ?? '', filters, paginationOpts)
  const calls = await Promise.all(
    found.page.map(async ({ callSid }) => {
      const rows = await Promise.all(others.map((term) => termRow(ctx, callSid, term)))
      return rows.every((row) => row !== null) ? callBySid(ctx, callSid) : null
    }),
  )
  return { ...found, page: calls.filter((call) => call !== null) }
}

function pageOfTerm(
  ctx: QueryCtx,
  term: string,
  { agentId, status, ...filters }: CallFilters,
  paginationOpts: PaginationOptions,
): Promise<PaginationResult<Doc<'callTerms'>>> {
  const { from, to } = period(filters)
  return ctx.db
    .query('callTerms')
    .withIndex('by_term', (q) => q.eq('term', term).gte('startedAt', from).lt('startedAt', to))
    .order('desc')
    .filter((q) =>
      q.and(
        agentId === undefined || q.eq(q.field('agentId'), agentId),
        status === undefined || q.eq(q.field('status'), status),
      ),
    )
    .paginate({ ...paginationOpts, maximumRowsRead: MAX_ROWS_READ })
}

const period = ({ startedAfter, startedBefore }: CallFilters) => ({
  from: startedAfter ?? 0,
  to: startedBefore ?? Number.MAX_SAFE_INTEGER,
})
