import { makeFunctionReference } from 'convex/server'

type Group = { group: string }

/** References to the counted probe functions. */
export const counted = {
  runsOf: makeFunctionReference<'query', Group, number>('counted:runsOf'),
  keys: makeFunctionReference<'query', Group, string[]>('counted:keys'),
  size: makeFunctionReference<'query', Group, number>('counted:size'),
  noValue: makeFunctionReference<'query', Record<string, never>>('counted:noValue'),
  insert: makeFunctionReference<'mutation', Group & { key: string | number }, string | number>(
    'counted:insert',
  ),
  rename: makeFunctionReference<'mutation', Group & { from: string; to: string }, null>(
    'counted:rename',
  ),
  remove: makeFunctionReference<'mutation', Group & { key: string | number }, null>(
    'counted:remove',
  ),
  nothing: makeFunctionReference<'mutation', Record<string, never>, null>('counted:nothing'),
}
