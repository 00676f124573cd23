/// <reference types="vite/client" />
/**
 * Runs the same script on `convex-test` and on the embedded host in workerd, and holds the embedded
 * host to the same outcome. Ids, times and cursors differ by nature and are compared by their place.
 */
import { convexTest } from 'convex-test'
import { ConvexHttpClient } from 'convex/browser'
import {
  type FunctionReference,
  makeFunctionReference,
  type PaginationOptions,
} from 'convex/server'
import { ConvexError, convexToJson, type JSONValue, jsonToConvex, type Value } from 'convex/values'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { TOKEN_ISSUER, type Role } from '../../convex/model/identity.ts'
import schema from '../../convex/schema.ts'
import probeSchema from './probe/schema.ts'
import { type EmbeddedHost, OPERATOR_NAME, startHost } from './workerd/startHost.ts'

const MODULES = import.meta.glob('../../convex/**/*.{ts,js}')
/** `convex-test` finds the folder of the functions by the one that Convex generates. */
const PROBE_MODULES = {
  './probe/_generated/api.js': async () => ({}),
  './probe/probes.ts': () => import('./probe/probes.ts'),
}

export interface Host {
  operator: ConvexHttpClient
  service: ConvexHttpClient
  /** Nobody is signed in. */
  stranger: ConvexHttpClient
}

/** Runs a script on both hosts, each with an empty database, and returns what both of them gave. */
export type Compare = (script: (host: Host) => Promise<unknown>) => Promise<unknown>

/** For the top of a suite. */
export function useBothHosts(): Compare {
  const embedded = useEmbeddedHost()
  return async (script) => {
    const reference = normalised(await script(testHost()))
    const outcome = normalised(await script(await databaseOf(embedded())))
    expect(outcome).toEqual(reference)
    return outcome
  }
}

/** The same for the probe functions, which ask for no role. */
export function useBothProbes(): (
  script: (probe: ConvexHttpClient) => Promise<unknown>,
) => Promise<unknown> {
  const embedded = useEmbeddedHost()
  return async (script) => {
    const reference = normalised(await script(clientOf(convexTest(probeSchema, PROBE_MODULES))))
    const outcome = normalised(await script(embedded().probe(crypto.randomUUID())))
    expect(outcome).toEqual(reference)
    return outcome
  }
}

let shared: Promise<EmbeddedHost> | null = null

/** The embedded host alone, once it has started; the suites of a test file share it. */
export function useEmbeddedHost(): () => EmbeddedHost {
  let embedded: EmbeddedHost
  beforeAll(async () => {
    shared ??= startHost()
    embedded = await shared
  })
  afterAll(async () => {
    const host = shared
    shared = null
    if (host) await (await host).dispose()
  })
  return () => embedded
}

/** What came of a call: its value, or the error that a client would see. */
export async function attempt(
  call: Promise<unknown>,
): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await call }
  } catch (error) {
    // Only domain errors have a text that is promised; of the others, that they are errors.
    return error instanceof ConvexError ? { error: error.data } : { error: 'not a domain error' }
  }
}

export const firstPage = (numItems: number): PaginationOptions => ({ numItems, cursor: null })

function testHost(): Host {
  const test = convexTest(schema, MODULES)
  const as = (role: Role) =>
    clientOf(
      test.withIdentity({
        issuer: TOKEN_ISSUER,
        subject: `the-${role}`,
        name: OPERATOR_NAME,
        role,
      }),
    )
  return { operator: as('operator'), service: as('service'), stranger: clientOf(test) }
}

const jsonSchema: z.ZodType<JSONValue> = z.json()
const requestSchema = z.object({
  path: z.string(),
  args: z.tuple([z.record(z.string(), jsonSchema)]),
})

interface Runner {
  query(f: FunctionReference<'query'>, args: Record<string, Value>): Promise<Value>
  mutation(f: FunctionReference<'mutation'>, args: Record<string, Value>): Promise<Value>
}

/** `convex-test` behind the same client that the embedded host has. */
export function clientOf(test: Runner): ConvexHttpClient {
  const run = async (url: string, body: string): Promise<Value> => {
    const { path, args } = requestSchema.parse(JSON.parse(body))
    const values = Object.fromEntries(
      Object.entries(args[0]).map(([name, value]) => [name, jsonToConvex(value)]),
    )
    return url.endsWith('/query')
      ? test.query(makeFunctionReference<'query'>(path), values)
      : test.mutation(makeFunctionReference<'mutation'>(path), values)
  }
  return new ConvexHttpClient('http://127.0.0.1', {
    logger: false,
    fetch: async (input, init) => {
      try {
        const value = await run(String(input), String(init?.body))
        return Response.json({ status: 'success', value: convexToJson(value) })
      } catch (error) {
        const data =
          error instanceof ConvexError ? { errorData: convexToJson(error.data) } : undefined
        return Response.json({ status: 'error', errorMessage: String(error), ...data })
      }
    },
  })
}

async function databaseOf(host: EmbeddedHost): Promise<Host> {
  const database = crypto.randomUUID()
  return {
    operator: await host.client(database, 'operator'),
    service: await host.client(database, 'service'),
    stranger: await host.client(database, null),
  }
}

const ID = /^([0-9a-hjkmnp-tv-z]{32}|\d{12,}[A-Za-z]+)$/
const TIMES = new Set(['_creationTime', 'updatedAt', 'savedAt'])
const CURSORS = new Set(['continueCursor', 'splitCursor'])

function normalised(value: unknown): unknown {
  const ids = new Map<string, string>()
  const walk = (part: unknown, name: string): unknown => {
    if (TIMES.has(name)) return '(time)'
    if (CURSORS.has(name) && part !== null) return '(cursor)'
    if (typeof part === 'string' && ID.test(part)) {
      ids.set(part, ids.get(part) ?? `id ${ids.size + 1}`)
      return ids.get(part)
    }
    if (Array.isArray(part)) return part.map((element) => walk(element, ''))
    if (typeof part !== 'object' || part === null) return part
    // In order of the names, so that ids are met in the same order on both hosts.
    const entries = Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(entries.map(([key, field]) => [key, walk(field, key)]))
  }
  return walk(value, '')
}
