/** What a client learns of an error: all of what was meant for it, and nothing of a bug but its number. */
import { ConvexError, convexToJson, type JSONValue, type Value } from 'convex/values'
import { logFailure } from '../lib/log.ts'
import { NoSuchFunction, ValidationError } from './runFunction.ts'
import { NotSupported } from './unsupported.ts'

/** As Convex's HTTP API and its sync protocol both carry it. */
export interface Failure {
  errorMessage: string
  errorData?: JSONValue
}

/** Errors of the host's own: their texts are meant for who made the request. */
const TELLING = [ValidationError, NoSuchFunction, NotSupported]

const SERVER_ERROR = 'Server Error'

export function failureOf(path: string, error: unknown): Failure {
  const requestId = crypto.randomUUID().slice(0, 16)
  const failure = describe(error)
  if (failure.errorMessage === SERVER_ERROR) {
    logFailure('A function failed.', { path, requestId }, error)
  }
  return { ...failure, errorMessage: `[Request ID: ${requestId}] ${failure.errorMessage}` }
}

/** The same as the sync protocol answers a mutation or an action. */
export function failedRequest(path: string, error: unknown) {
  const { errorMessage: result, ...rest } = failureOf(path, error)
  return { success: false as const, result, ...rest, logLines: [] satisfies [] as [] }
}

function describe(error: unknown): Failure {
  if (error instanceof ConvexError) {
    const data: Value = error.data
    return { errorMessage: `Uncaught ConvexError: ${error.message}`, errorData: convexToJson(data) }
  }
  if (TELLING.some((kind) => error instanceof kind) && error instanceof Error) {
    return { errorMessage: error.message }
  }
  if (error instanceof Error && error.message.startsWith('InvalidCursor')) {
    return { errorMessage: error.message }
  }
  return { errorMessage: SERVER_ERROR }
}
