/**
 * Convex's HTTP API, as `ConvexHttpClient` speaks it.
 * https://docs.convex.dev/http-api
 */
import type { UserIdentity } from 'convex/server'
import { convexToJson, type Value } from 'convex/values'
import * as z from 'zod'
import { parseJson } from '../lib/parseJson.ts'
import { readText, type Unread } from '../lib/readText.ts'
import { argsSchema } from './argsSchema.ts'
import { failureOf } from './failure.ts'
import type { FunctionHost } from './FunctionHost.ts'
import { SIGN_IN_FIRST } from './stranger.ts'
import { decodeTimestamp, encodeTimestamp } from './sync/timestamp.ts'
import { RefusedToken } from './tokens.ts'
import { NotSupported } from './unsupported.ts'

/** Of the client whose protocols the host speaks. */
const VERSION = '1.48.0'

/** Convex's own status for a request that was understood and a function that threw. */
const FUNCTION_FAILED = 560

/** As much as Convex takes of arguments, and what is around them, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024 + 64 * 1024

const requestSchema = z.object({
  path: z.string().max(200),
  /** One object; the client sends it as the only element of an array. */
  args: z.preprocess((args) => (Array.isArray(args) ? args : [args]), argsSchema),
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

/** Who runs the functions. */
type Host = Pick<FunctionHost, 'query' | 'mutation' | 'action' | 'kindOf' | 'ts'>

/** Finds out who sends a request, or throws `RefusedToken`. `null`: they do not say. */
export type Authenticate = (request: Request) => Promise<UserIdentity | null>

/** Who asks is found out first: nothing is read of what strangers send. */
export async function answer(
  request: Request,
  host: Host,
  authenticate: Authenticate,
): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/version') return new Response(VERSION)
  const [, name = '', rest] = /\/api\/(\w+)(\/.+)?$/.exec(pathname) ?? []
  if (request.method !== 'POST') return new Response('Not found', { status: 404 })
  if (name === 'query_ts' && !rest) return Response.json({ ts: encodeTimestamp(host.ts) })
  // `/api/run/module/function` names the function in its path: a slash stands for the colon.
  const named = name === 'run' && rest ? pathIn(rest) : null
  const kind = named ? 'any' : rest ? undefined : KINDS[name]
  if (!kind) return new Response('Not found', { status: 404 })
  try {
    const identity = await authenticate(request)
    if (!identity) return failure(named ?? '', SIGN_IN_FIRST)
    const asked = await readRequest(request, named)
    return asked instanceof Response ? asked : await run(kind, asked, host, identity)
  } catch (error) {
    if (!(error instanceof RefusedToken)) throw error
    return refusal(401, 'InvalidAuthHeader', `Could not verify the token: ${error.message}`)
  }
}

/** What is asked for, or the answer to what cannot be understood. `named`: the path is known already. */
async function readRequest(
  request: Request,
  named: string | null,
): Promise<FunctionRequest | Response> {
  const read = await readText(request, MAX_BYTES)
  if ('unread' in read) return unreadable(read.unread)
  const json = parseJson(read.text)
  const parsed = requestSchema.safeParse(named ? { ...objectOf(json), path: named } : json)
  return parsed.data ?? refusal(400, 'BadJsonBody', z.prettifyError(parsed.error))
}

function unreadable(unread: Unread): Response {
  if (unread === 'broken_off') return refusal(400, 'BadJsonBody', 'The body broke off.')
  return refusal(413, 'BodyTooLarge', 'This is more than is taken at once.')
}

async function run(
  kind: Kind,
  { path, args, componentPath, ts }: FunctionRequest,
  host: Host,
  identity: UserIdentity,
): Promise<Response> {
  try {
    if (componentPath) throw new NotSupported('components')
    if (ts !== undefined && ts !== host.ts)
      throw new NotSupported('queries of a state that is past')
    const call = { path, args, identity }
    const { value } = await host[kind === 'any' ? host.kindOf(path) : kind](call)
    return success(value)
  } catch (error) {
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
