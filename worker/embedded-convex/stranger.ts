import type { ConvexError } from 'convex/values'
import { type FunctionErrorData, functionError } from '../../convex/lib/errors.ts'

/**
 * What everybody hears who has not said who they are. Every function would refuse them in these words;
 * the host says it for all of them, before it has read what they want. One for all: a stack for each would
 * cost a running call time.
 */
export const SIGN_IN_FIRST: ConvexError<FunctionErrorData> = functionError(
  'unauthenticated',
  'Sign in first.',
)
