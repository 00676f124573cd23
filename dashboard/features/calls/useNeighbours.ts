import { useMemo, useState } from 'react'
import { readEntry } from '../../lib/historyEntry.ts'
import { navigate } from '../../lib/navigation.ts'
import { useKeys } from '../../lib/useKeys.ts'
import { readFilters } from './callFilters.ts'
import { PAGE_SIZE, useCalls } from './useCalls.ts'

/** A call further down than this has no neighbours: the list would have to be read to there. */
const MAX_ROWS = 300

export interface Neighbours {
  /** Above and below in the list; `null` at its ends and while it is on its way. */
  previous: string | null
  next: string | null
}

/**
 * The calls before and after this one, in the list that led here with its filters, or else in that of
 * all calls. J goes to the next, K to the previous; going back still leads to the list.
 */
export function useNeighbours(callSid: string): Neighbours {
  const [search] = useState(listSearch)
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search])
  const [rows, setRows] = useState(PAGE_SIZE)
  const { calls = [], listed, more, loadingMore } = useCalls(filters, rows)
  const index = calls.findIndex((call) => call.callSid === callSid)
  const atEnd = index < 0 || index === calls.length - 1
  if (atEnd && more && !loadingMore && rows <= listed && rows < MAX_ROWS) setRows(rows + PAGE_SIZE)
  const sidAt = (at: number) => (index < 0 ? null : (calls[at]?.callSid ?? null))
  const previous = sidAt(index - 1)
  const next = sidAt(index + 1)
  useKeys({
    j: () => next && showCall(next),
    k: () => previous && showCall(previous),
  })
  return { previous, next }
}

export function showCall(callSid: string): void {
  navigate(`/calls/${callSid}`, { replace: true })
}

function listSearch(): string {
  const { cameFrom } = readEntry()
  return cameFrom?.startsWith('/calls?') ? cameFrom.slice('/calls'.length) : ''
}
