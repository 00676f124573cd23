import { useMemo } from 'react'
import { useSearch } from 'wouter'
import { navigate } from './navigation.ts'
import { type ParamChanges, withChanges } from './paramChanges.ts'

/**
 * What a page keeps in its address, so that reload and sharing show the same. Changes add no step to
 * the history: “back” leads to the page before.
 */
export function useSearchParams(): [URLSearchParams, (changes: ParamChanges) => void] {
  const search = useSearch()
  const params = useMemo(() => new URLSearchParams(search), [search])
  return [params, changeParams]
}

function changeParams(changes: ParamChanges): void {
  navigate(location.pathname + withChanges(location.search, changes), { replace: true })
}
