/**
 * Convex's HTTP API, as `ConvexHttpClient` speaks it.
 * https://docs.convex.dev/http-api
 */
import type { UserIdentity } from 'convex/server'
import { convexToJson, jsonToConvex, type Value } from 'convex/values'
import * as z from 'zod'
import { failureOf } from './failure.ts'
import type { FunctionHost } from './FunctionHost.ts'
import { parsedJsonSchema } from './json.ts'
import { decodeTimestamp, encodeTimestamp } from './sync/timestamp.ts'
import { RefusedToken } from './tokens.ts'
import { NotSupported } from './unsupported.ts'

/** Of the client whose protocols the host speaks. */
const VERSION = '1.48.0'

/** Convex's own status for a request that was understood and a function that threw. */
const FUNCTION_FAILED = 560

const requestSchema = z.object({
  path: z.string(),
  /** One object; the client sends it as the only element of an array. */
  args: z.union([
    z.tuple([parsedJsonSchema]).transform(([args]) => args),
    z.record(z.string(), parsedJsonSchema),
  ]),
  /** Both are the same for all that our functions return. */
  format: z.enum(['json', 'convex_encoded_json']).default('json'),
  componentPath: z.string().optional(),
  /** The state that a query is to read, as `query_ts` told it. */
  ts: z.string().transform(decodeTimestamp).optional(),
})
type FunctionRequest = z.infer<typeof requestSchema>

/** What a request wants done: one kind of function, or whatever its path names. */
type Kind = 'query' | 'mutation' | 'action' | 'any'

const KINDS: Readonly<Record<string, Kind>> = {
  query: 'query',
  query_at_ts: 'query',
  mutation: 'mutation',
  action: 'action',
  function: 'any',
}

/** Finds out who sends a request, or throws `RefusedToken`. */
export type Authenticate = (request: Request) => Promise<UserIdentity | null>

export async function answer(
  request: Request,
  host: FunctionHost,
  authenticate: Authenticate,
): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/version') return new Response(VERSION)
  const [, name = '', rest] = /\/api\/(\w+)(\/.+)?$/.exec(pathname) ?? []
  if (request.method !== 'POST') return new Response('Not found', { status: 404 })
  if (name === 'query_ts' && !rest) return Response.json({ ts: encodeTimestamp(host.ts) })
  const body: unknown = await request.json().catch(() => null)
  // `/api/run/module/function` names the function in its path: a slash stands for the colon.
  const named = name === 'run' && rest ? { ...objectOf(body), path: pathIn(rest) } : body
  const kind = name === 'run' && rest ? 'any' : rest ? undefined : KINDS[name]
  if (!kind) return new Response('Not found', { status: 404 })
  const parsed = requestSchema.safeParse(named)
  if (!parsed.success) return refusal(400, 'BadJsonBody', z.prettifyError(parsed.error))
  return run(kind, parsed.data, request, host, authenticate)
}

async function run(
  kind: Kind,
  { path, args, componentPath, ts }: FunctionRequest,
  request: Request,
  host: FunctionHost,
  authenticate: Authenticate,
): Promise<Response> {
  try {
    if (componentPath) throw new NotSupported('components')
    if (ts !== undefined && ts !== host.ts)
      throw new NotSupported('queries of a state that is past')
    const identity = await authenticate(request)
    const call = { path, args: jsonToConvex(args), identity }
    const { value } = await host[kind === 'any' ? host.kindOf(path) : kind](call)
    return success(value)
  } catch (error) {
    if (error instanceof RefusedToken) {
      return refusal(401, 'InvalidAuthHeader', `Could not verify the token: ${error.message}`)
    }
    return failure(path, error)
  }
}

const objectOf = (body: unknown): object => (typeof body === 'object' && body ? body : {})

const pathIn = (rest: string): string =>
  decodeURIComponent(rest.slice(1)).replace(/[/:.](?=[^/:.]*$)/, ':')

const success = (value: Value): Response =>
  Response.json({ status: 'success', value: convexToJson(value), logLines: [] })

const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status })

function failure(path: string, error: unknown): Response {
  const body = { status: 'error', logLines: [], ...failureOf(path, error) }
  return Response.json(body, { status: FUNCTION_FAILED })
}
