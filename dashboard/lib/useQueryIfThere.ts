import { useQueries } from 'convex/react'
import {
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
  getFunctionName,
} from 'convex/server'
import { useMemo } from 'react'

/**
 * What a query answers; `undefined` while it is not known, and where the data host has no such query: a page
 * of the next release may ask a Worker of the last one for a while.
 */
export function useQueryIfThere<Query extends FunctionReference<'query'>>(
  query: Query,
  args: FunctionArgs<Query>,
): FunctionReturnType<Query> | undefined {
  const asked = JSON.stringify([getFunctionName(query), args])
  // Both are made anew with each rendering.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const queries = useMemo(() => ({ answer: { query, args } }), [asked])
  const { answer } = useQueries(queries)
  return answer instanceof Error ? undefined : answer
}
