/** The Worker's routes without workerd, for what needs no objects behind them. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTargetHandler } from 'hono/utils/handler'
import * as z from 'zod'

/** What of an execution context the routes use. */
export interface Context {
  waitUntil(work: Promise<unknown>): void
  passThroughOnException(): void
}

type Fetch = (request: Request, env: object, context?: Context) => Promise<Response>
type Handler = Parameters<typeof findTargetHandler>[0]

const handlerSchema = z.custom<Handler>((value) => typeof value === 'function')
const workerSchema = z.object({
  default: z.object({
    fetch: z.custom<Fetch>((value) => typeof value === 'function'),
    routes: z.array(z.object({ method: z.string(), path: z.string(), handler: handlerSchema })),
  }),
})
export type LoadedWorker = z.infer<typeof workerSchema>['default']

/** Whom a route lets pass. */
export type Who =
  'Twilio' | 'operator' | 'operator or developer' | 'developer' | 'control' | 'anyone'

export interface MountedRoute {
  method: string
  /** As it is mounted, with the patterns of its parameters. */
  path: string
  who: Who
  /** Only pages of our own may ask, where a request changes something or is a WebSocket. */
  ownPagesOnly: boolean
}

// The compiler cannot follow these names, and need not: the Worker is typed by another program.
const folder = fileURLToPath(new URL('../../../worker', import.meta.url))
const load = async (path: string): Promise<object> => ({ ...(await import(join(folder, path))) })

/** Needs `vi.mock('cloudflare:workers', …)` in the test that asks: only workerd has that module. */
export async function loadWorker(): Promise<LoadedWorker> {
  return workerSchema.parse(await load('index.ts')).default
}

/** Every route that the Worker answers, and who stands guard before it. */
export async function mountedRoutes(): Promise<MountedRoute[]> {
  const { routes } = await loadWorker()
  const all = routes.map((route) => ({ ...route, handler: findTargetHandler(route.handler) }))
  const guards = await guardNames()
  const endpoints = new Map<string, MountedRoute>()
  for (const [at, { method, path }] of all.entries()) {
    if (method === 'ALL') continue
    const before = all.slice(0, at + 1).filter((other) => leadsTo(other, { method, path }))
    const names = before.flatMap(({ handler }) => guards.get(handler) ?? [])
    const who = names.find((name) => name !== 'own pages') ?? 'anyone'
    const ownPagesOnly = names.includes('own pages')
    endpoints.set(`${method} ${path}`, { method, path, who, ownPagesOnly })
  }
  return [...endpoints.values()]
}

async function guardNames(): Promise<Map<Handler, Who | 'own pages'>> {
  const named: [file: string, name: string, who: Who | 'own pages'][] = [
    ['twilioSignature', 'twilioSignature', 'Twilio'],
    ['operator', 'operatorOnly', 'operator'],
    ['operator', 'operatorOrDeveloper', 'operator or developer'],
    ['developer', 'developerOnly', 'developer'],
    ['controlToken', 'controlToken', 'control'],
    ['ownPages', 'ownPagesOnly', 'own pages'],
  ]
  const guards = new Map<Handler, Who | 'own pages'>()
  for (const [file, name, who] of named) {
    const handler = await exportedBy(`http/${file}.ts`, name)
    if (handler) guards.set(handler, who)
  }
  return guards
}

async function exportedBy(file: string, name: string): Promise<Handler | undefined> {
  return z.object({ [name]: handlerSchema }).parse(await load(file))[name]
}

interface Place {
  method: string
  path: string
}

/** Whether what is mounted here is passed on the way to an endpoint. */
function leadsTo(mounted: Place, endpoint: Place): boolean {
  if (mounted.method !== 'ALL') {
    return mounted.method === endpoint.method && mounted.path === endpoint.path
  }
  if (!mounted.path.endsWith('*')) return mounted.path === endpoint.path
  const prefix = mounted.path.slice(0, -1)
  return `${endpoint.path}/`.startsWith(prefix)
}

/** A parameter's pattern is for the code; people read its name. */
export function withoutPatterns(path: string): string {
  return path.replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
}
