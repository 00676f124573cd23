import { useQuery } from 'convex/react'
import { useMemo, useState } from 'react'
import * as z from 'zod'
import { api } from '../../../convex/_generated/api.js'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { useKept } from '../../lib/historyEntry.ts'
import { usePosition } from '../../lib/navigation.ts'
import { useSearchParams } from '../../lib/searchParams.ts'
import { useAgents } from '../../lib/useAgents.ts'
import { ExportButton } from './afterCall/ExportButton.tsx'
import { CallFilterBar } from './CallFilterBar.tsx'
import { isFiltered, NO_FILTERS, readFilters } from './callFilters.ts'
import { CallList, CallListSkeleton } from './CallList.tsx'
import { NoCalls, NoMatchingCalls } from './NoCalls.tsx'
import { PAGE_SIZE, useCalls } from './useCalls.ts'

/** Each visit has its own rows; one that is gone back to has them again. */
export function CallsPage() {
  return <Calls key={usePosition()} />
}

function Calls() {
  const [params, change] = useSearchParams()
  const filters = useMemo(() => readFilters(params), [params])
  const agents = useAgents()
  const numbers = useQuery(api.twilioNumbers.list, {})
  const [rows, setRows] = useRows(params.toString())
  const { calls, stale, more, loadingMore } = useCalls(filters, rows)
  return (
    <Page title="Calls" actions={calls && calls.length > 0 && <ExportButton filters={filters} />}>
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
          <Button busy={loadingMore} onClick={() => setRows(rows + PAGE_SIZE)}>
            {loadingMore ? 'Loading…' : 'Load more calls'}
          </Button>
        </div>
      )}
    </Page>
  )
}

/** How many rows are asked for: other filters begin anew. */
function useRows(search: string): [number, (rows: number) => void] {
  const [rows, keep] = useKept('rows', z.number(), PAGE_SIZE)
  const [of, setOf] = useState(search)
  const current = of === search ? rows : PAGE_SIZE
  const setRows = (next: number) => {
    setOf(search)
    keep(next)
  }
  return [current, setRows]
}
