import { usePaginatedQuery, useQuery } from 'convex/react'
import { useMemo } from 'react'
import { api } from '../../../convex/_generated/api.js'
import { useLastKnown } from '../../lib/useLastKnown.ts'
import { type ChatFilters, inOrder, listArguments } from './chatFilters.ts'

const PAGE_SIZE = 30

/**
 * The conversations that match, `undefined` until the first answer. While other filters are asked for, the
 * last answer stays, marked as `stale`.
 */
export function useChats(filters: ChatFilters) {
  const waiting = useQuery(api.chats.waiting, {})
  const asked = useMemo(() => listArguments(filters), [filters])
  const { results, status, loadMore } = usePaginatedQuery(api.chats.list, asked, {
    initialNumItems: PAGE_SIZE,
  })
  const loading = status === 'LoadingFirstPage' || waiting === undefined
  const chats = useMemo(
    () => (loading ? undefined : inOrder(waiting, results, filters)),
    [loading, waiting, results, filters],
  )
  return {
    chats: useLastKnown(chats),
    stale: loading,
    more: status === 'CanLoadMore' || status === 'LoadingMore',
    loadingMore: status === 'LoadingMore',
    loadMore: () => loadMore(PAGE_SIZE),
  }
}
