/** What is told of a query, written once for all who watch it. */
import type { UserIdentity } from 'convex/server'
import { convexToJson, type JSONValue } from 'convex/values'
import { failureOf } from '../failure.ts'
import type { QueryOutcome } from '../FunctionHost.ts'
import { IndexNotBuilt } from '../storage/Store.ts'
import type { QueryResult } from './serverMessage.ts'

export interface LiveResult {
  /** Of a `QueryResult`. */
  json: string
  /** The same for the same result. */
  text: string
}

/** One run of a query, and for what it was. */
export interface Run {
  result: LiveResult
  outcome: QueryOutcome
  /** The end of the page that was asked for, if it had one. */
  askedFor: string | null
  identity: UserIdentity | null
}

/** `null`: there is no result before an index is built. */
export function liveResult(path: string, outcome: QueryOutcome): LiveResult | null {
  const { endCursor: journal } = outcome.journal
  const outcomeJson = jsonOf(outcome.result)
  if ('value' in outcomeJson) {
    const json = text({ type: 'QueryUpdated', value: outcomeJson.value, logLines: [], journal })
    return { json, text: json }
  }
  if (outcomeJson.error instanceof IndexNotBuilt) return null
  const failure = failureOf(path, outcomeJson.error)
  return {
    json: text({ type: 'QueryFailed', ...failure, logLines: [], journal }),
    // Each failure has a number of its own; the same failure again is no news.
    text: JSON.stringify([withoutNumber(failure.errorMessage), failure.errorData]),
  }
}

const text = (result: QueryResult): string => JSON.stringify(result)

/** What a query without a validator returns may be no Convex value: then it is the query that failed. */
function jsonOf(result: QueryOutcome['result']): { value: JSONValue } | { error: unknown } {
  if ('error' in result) return result
  try {
    return { value: convexToJson(result.value) }
  } catch (error) {
    return { error }
  }
}

const withoutNumber = (message: string): string => message.replace(/^\[Request ID: [\w-]+\] /, '')
