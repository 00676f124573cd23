/**
 * Convex's HTTP API, as `ConvexHttpClient` speaks it.
 * https://docs.convex.dev/http-api
 */
import type { UserIdentity } from 'convex/server'
import { ConvexError, convexToJson, type JSONValue, jsonToConvex, type Value } from 'convex/values'
import * as z from 'zod'
import { logFailure } from '../lib/log.ts'
import { type FunctionHost, NoSuchFunction, ValidationError } from './FunctionHost.ts'
import { RefusedToken } from './tokens.ts'

/** Convex's own status for a request that was understood and a function that threw. */
const FUNCTION_FAILED = 560

const jsonSchema: z.ZodType<JSONValue> = z.json()
const requestSchema = z.object({
  path: z.string(),
  /** One object; the client sends it as the only element of an array. */
  args: z.union([
    z.tuple([jsonSchema]).transform(([args]) => args),
    z.record(z.string(), jsonSchema),
  ]),
})

/** Finds out who sends a request, or throws `RefusedToken`. */
export type Authenticate = (request: Request) => Promise<UserIdentity | null>

export async function answer(
  request: Request,
  host: FunctionHost,
  authenticate: Authenticate,
): Promise<Response> {
  const kind = new URL(request.url).pathname.match(/\/api\/(query|mutation|action)$/)?.[1]
  if (!kind || request.method !== 'POST') return new Response('Not found', { status: 404 })
  const body = requestSchema.safeParse(await request.json().catch(() => null))
  if (!body.success) return refusal(400, 'BadJsonBody', z.prettifyError(body.error))
  try {
    const identity = await authenticate(request)
    const call = { path: body.data.path, args: jsonToConvex(body.data.args), identity }
    const { value } = kind === 'query' ? await host.query(call) : await host.mutation(call)
    return success(value)
  } catch (error) {
    if (error instanceof RefusedToken) {
      return refusal(401, 'InvalidAuthHeader', `Could not verify the token: ${error.message}`)
    }
    return failure(body.data.path, error)
  }
}

const success = (value: Value): Response =>
  Response.json({ status: 'success', value: convexToJson(value), logLines: [] })

const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status })

/** What a client learns of an error: all of what was meant for it, and nothing of a bug but its number. */
function failure(path: string, error: unknown): Response {
  const requestId = crypto.randomUUID().slice(0, 16)
  const body = { status: 'error', logLines: [], ...errorFields(error) }
  if (body.errorMessage === SERVER_ERROR)
    logFailure('A function failed.', { path, requestId }, error)
  const errorMessage = `[Request ID: ${requestId}] ${body.errorMessage}`
  return Response.json({ ...body, errorMessage }, { status: FUNCTION_FAILED })
}

const SERVER_ERROR = 'Server Error'

function errorFields(error: unknown): { errorMessage: string; errorData?: JSONValue } {
  if (error instanceof ConvexError) {
    const data: Value = error.data
    return { errorMessage: `Uncaught ConvexError: ${error.message}`, errorData: convexToJson(data) }
  }
  if (error instanceof ValidationError || error instanceof NoSuchFunction) {
    return { errorMessage: error.message }
  }
  if (error instanceof Error && error.message.startsWith('InvalidCursor')) {
    return { errorMessage: error.message }
  }
  return { errorMessage: SERVER_ERROR }
}
