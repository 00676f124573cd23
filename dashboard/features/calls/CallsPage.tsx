import { usePaginatedQuery, useQuery } from 'convex/react'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { useSearchParams } from '../../lib/searchParams.ts'
import { useLastKnown } from '../../lib/useLastKnown.ts'
import { CallFilterBar } from './CallFilterBar.tsx'
import {
  type CallFilters,
  inOrder,
  isFiltered,
  listArguments,
  NO_FILTERS,
  readFilters,
} from './callFilters.ts'
import { CallList, CallListSkeleton } from './CallList.tsx'
import { NoCalls, NoMatchingCalls } from './NoCalls.tsx'

const PAGE_SIZE = 30

export function CallsPage() {
  const [params, change] = useSearchParams()
  const filters = useMemo(() => readFilters(params), [params])
  const agents = useQuery(api.agents.list)
  const numbers = useQuery(api.twilioNumbers.list, {})
  const { calls, stale, more } = useCalls(filters)
  return (
    <Page title="Calls">
      <CallFilterBar
        filters={filters}
        onChange={change}
        agents={agents ?? []}
        numbers={numbers ?? []}
      />
      {calls === undefined && <CallListSkeleton />}
      {calls?.length === 0 && !stale && isFiltered(filters) && (
        <NoMatchingCalls onClear={() => change(NO_FILTERS)} />
      )}
      {calls?.length === 0 && !stale && !isFiltered(filters) && agents && numbers && (
        <NoCalls agents={agents} numbers={numbers} />
      )}
      {calls && calls.length > 0 && <CallList calls={calls} stale={stale} />}
      {more && (
        <div className="mt-4 flex justify-center">
          <Button busy={more.loading} onClick={more.load}>
            {more.loading ? 'Loading…' : 'Load more calls'}
          </Button>
        </div>
      )}
    </Page>
  )
}

/**
 * The calls that match, `undefined` until the first answer. While other filters are asked for, the
 * last answer stays, marked as `stale`; `more` is there while there is more to load.
 */
function useCalls(filters: CallFilters) {
  const running = useQuery(api.voiceCalls.active)
  const asked = useMemo(() => listArguments(filters, Date.now()), [filters])
  const list = usePaginatedQuery(api.voiceCalls.list, asked, { initialNumItems: PAGE_SIZE })
  const { results, status, loadMore } = list
  const [wanted, setWanted] = useState({ filters, count: PAGE_SIZE })
  if (wanted.filters !== filters) setWanted({ filters, count: PAGE_SIZE })
  // Searches answer with pages that may hold less than was asked for.
  useEffect(() => {
    const missing = wanted.count - results.length
    if (status === 'CanLoadMore' && missing > 0) loadMore(missing)
  }, [status, results.length, wanted.count, loadMore])

  const loading = status === 'LoadingFirstPage' || running === undefined
  const calls = loading ? undefined : inOrder(running, results, filters)
  const known = useLastKnown(calls)
  const searching = calls?.length === 0 && status !== 'Exhausted'
  return {
    calls: searching ? undefined : known,
    stale: loading,
    more:
      status === 'CanLoadMore' || status === 'LoadingMore'
        ? {
            loading: status === 'LoadingMore',
            load: () => setWanted({ filters, count: wanted.count + PAGE_SIZE }),
          }
        : null,
  }
}
