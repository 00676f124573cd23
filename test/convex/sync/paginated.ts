import type { ConvexClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import { onTestFinished } from 'vitest'
import * as z from 'zod'

/** What the client gives, which its types do not say. */
const pageSchema = z.object({
  results: z.array(z.unknown()),
  status: z.enum(['LoadingFirstPage', 'LoadingMore', 'CanLoadMore', 'Exhausted']),
  loadMore: z.custom<(numItems: number) => boolean>((value) => typeof value === 'function'),
})
type Pages = Omit<z.infer<typeof pageSchema>, 'loadMore'>

/** All pages of a paginated query so far, as a list in a browser shows them. */
export interface PaginatedView {
  now(): Pages | undefined
  loadMore(): void
  until(wanted: (pages: Pages) => boolean): Promise<void>
  untilResults(results: unknown[]): Promise<void>
}

export function paginate<Args extends Record<string, unknown>>(
  client: ConvexClient,
  query: FunctionReference<'query', 'public', Args>,
  args: Omit<Args, 'paginationOpts'>,
  pageSize: number,
): PaginatedView {
  let latest: z.infer<typeof pageSchema> | undefined
  const waiting = new Set<() => void>()
  const paged: FunctionReference<'query', 'public', Omit<Args, 'paginationOpts'>> = query
  const unsubscribe = client.onPaginatedUpdate_experimental(
    paged,
    args,
    { initialNumItems: pageSize },
    (pages: unknown) => {
      latest = pageSchema.parse(pages)
      for (const look of waiting) look()
    },
  )
  onTestFinished(() => unsubscribe())
  const until = (wanted: (pages: Pages) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!latest || !wanted(latest)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    now: () => latest && { results: latest.results, status: latest.status },
    loadMore: () => latest?.loadMore(pageSize),
    until,
    untilResults: (results) =>
      until((pages) => JSON.stringify(pages.results) === JSON.stringify(results)),
  }
}
