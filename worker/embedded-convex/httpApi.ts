/**
 * Convex's HTTP API, as `ConvexHttpClient` speaks it.
 * https://docs.convex.dev/http-api
 */
import type { UserIdentity } from 'convex/server'
import { convexToJson, type JSONValue, jsonToConvex, type Value } from 'convex/values'
import * as z from 'zod'
import { failureOf } from './failure.ts'
import type { FunctionHost } from './FunctionHost.ts'
import { RefusedToken } from './tokens.ts'

/** Convex's own status for a request that was understood and a function that threw. */
const FUNCTION_FAILED = 560

const kindSchema = z.enum(['query', 'mutation', 'action'])
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
  const kind = kindSchema.safeParse(new URL(request.url).pathname.match(/\/api\/(\w+)$/)?.[1]).data
  if (!kind || request.method !== 'POST') return new Response('Not found', { status: 404 })
  const body = requestSchema.safeParse(await request.json().catch(() => null))
  if (!body.success) return refusal(400, 'BadJsonBody', z.prettifyError(body.error))
  try {
    const identity = await authenticate(request)
    const call = { path: body.data.path, args: jsonToConvex(body.data.args), identity }
    const { value } = await host[kind](call)
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

function failure(path: string, error: unknown): Response {
  const body = { status: 'error', logLines: [], ...failureOf(path, error) }
  return Response.json(body, { status: FUNCTION_FAILED })
}
