import { makeFunctionReference, type PaginationOptions, type PaginationResult } from 'convex/server'
import type { Value } from 'convex/values'

interface Bound<Name extends string> {
  bound: Name
  key?: Value
}
type Keys = { key?: Value }[]
type Order = 'asc' | 'desc'

/** References to the probe functions. */
export const probe = {
  insertAll: makeFunctionReference<'mutation', { group: string; keys: Keys }, string[]>(
    'probes:insertAll',
  ),
  between: makeFunctionReference<
    'query',
    {
      group: string
      order: Order
      lower?: Bound<'gt' | 'gte'>
      upper?: Bound<'lt' | 'lte'>
    },
    Keys
  >('probes:between'),
  page: makeFunctionReference<
    'query',
    { group: string; order: Order; paginationOpts: PaginationOptions; except?: Value },
    PaginationResult<Value>
  >('probes:page'),
  insertThenThrow: makeFunctionReference<'mutation', { group: string; convexError: boolean }>(
    'probes:insertThenThrow',
  ),
  readOwnWrites: makeFunctionReference<'mutation', { group: string }>('probes:readOwnWrites'),
  misuse: makeFunctionReference<'mutation', { how: string }>('probes:misuse'),
  reads: makeFunctionReference<'query', { group: string }>('probes:reads'),
  wrongReturn: makeFunctionReference<'query', Record<string, never>>('probes:wrongReturn'),
}
