import { usePaginatedQuery, useQuery } from 'convex/react'
import { useEffect, useMemo } from 'react'
import { api } from '../../../convex/_generated/api.js'
import { useLastKnown } from '../../lib/useLastKnown.ts'
import { type CallFilters, inOrder, listArguments } from './callFilters.ts'

export const PAGE_SIZE = 30

/**
 * The calls that match, `undefined` until the first answer: at least `wanted` of them, where there are
 * that many. While other filters are asked for, the last answer stays, marked as `stale`.
 */
export function useCalls(filters: CallFilters, wanted: number) {
  const running = useQuery(api.voiceCalls.active)
  const asked = useMemo(() => listArguments(filters), [filters])
  const { results, status, loadMore } = usePaginatedQuery(api.voiceCalls.list, asked, {
    initialNumItems: PAGE_SIZE,
  })
  // Searches answer with pages that may hold less than was asked for.
  useEffect(() => {
    const missing = wanted - results.length
    if (status === 'CanLoadMore' && missing > 0) loadMore(missing)
  }, [status, results.length, wanted, loadMore])

  const loading = status === 'LoadingFirstPage' || running === undefined
  const calls = useMemo(
    () => (loading ? undefined : inOrder(running, results, filters)),
    [loading, running, results, filters],
  )
  const known = useLastKnown(calls)
  const searching = calls?.length === 0 && status !== 'Exhausted'
  return {
    calls: searching ? undefined : known,
    stale: loading,
    /** Of those that are listed, how many the next `wanted` is to exceed. */
    listed: results.length,
    more: status === 'CanLoadMore' || status === 'LoadingMore',
    loadingMore: status === 'LoadingMore',
  }
}
