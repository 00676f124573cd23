/** Workers in workerd on this machine, with nothing in front of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import { parse } from 'smol-toml'
import * as z from 'zod'
import { bundledWorker } from './bundledWorker.ts'
import { modulesIn, type WorkerModule } from './modules.ts'

/** What of wrangler.toml decides how a Worker runs. */
const configSchema = z
  .object({
    compatibility_date: z.string(),
    durable_objects: z.object({
      bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
    }),
  })
  .transform(({ compatibility_date: compatibilityDate, durable_objects: { bindings } }) => ({
    compatibilityDate,
    objects: Object.fromEntries(bindings.map(({ name, class_name }) => [name, class_name])),
  }))

/** How the platform is to run a Worker. */
export interface WorkerConfig {
  compatibilityDate: string
  /** The classes of its Durable Objects by the names of their bindings. */
  objects: Readonly<Record<string, string>>
}

/** From the wrangler.toml in this folder. */
export function configIn(folder: string): WorkerConfig {
  return configSchema.parse(parse(readFileSync(join(folder, 'wrangler.toml'), 'utf8')))
}

export interface WorkerdOptions extends WorkerConfig {
  name: string
  /** Its first file, which is bundled. */
  main: string
  vars: Record<string, string>
  /** 0, which is also what counts without it, takes a free port. */
  port?: number
  /** The address to listen on; without it, only this machine reaches the Worker. */
  address?: string
  /** Where Durable Objects keep their data; without it nowhere, it is gone with the process. */
  stateDir?: string | null
  /** A folder of static files. */
  assets?: string
  /** Hears every line that the Worker logs; without it nobody does. */
  onLog?: (line: LoggedLine) => void
}

export interface LoggedLine {
  level: string
  message: string
}

export interface RunningWorker {
  /** For example `http://127.0.0.1:8787`. */
  url: string
  stop(): Promise<void>
}

/** Rejects when it cannot start. */
export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorker> {
  const { address = '127.0.0.1', port = 0, stateDir, onLog = () => {} } = options
  const { folder, entry } = await bundledWorker(options.main)
  const { name, compatibilityDate, objects, vars, assets } = options
  const worker: V4WorkerOptions = {
    name,
    compatibilityDate,
    modules: miniflareModules(modulesIn(folder, entry)),
    bindings: vars,
    durableObjects: Object.fromEntries(
      Object.entries(objects).map(([binding, className]) => [
        binding,
        { className, useSQLite: true, unsafeUniqueKey: uniqueKey(name, className) },
      ]),
    ),
    ...(assets ? { assets: assetsIn(assets) } : {}),
  }
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: address,
      port,
      cf: false,
      handleStructuredLogs: onLog,
      workers: [worker],
      ...(stateDir ? { resourcePersistencePath: join(stateDir, 'v3') } : {}),
    }),
  )
  const url = await miniflare.ready
  url.hostname = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return { url: url.origin, stop: () => miniflare.dispose() }
}

const TYPES = { data: 'Data', wasm: 'CompiledWasm', esModule: 'ESModule' } as const

/** Modules as Miniflare takes them. */
export function miniflareModules(modules: readonly WorkerModule[]) {
  return modules.map(({ name, kind, bytes }) => ({
    type: TYPES[kind],
    path: name,
    contents: bytes,
  }))
}

/** By which stored objects are found again: as wrangler names them. */
export const uniqueKey = (worker: string, className: string): string => `${worker}-${className}`

/** As wrangler.toml has it: the Worker sees every request first. */
export function assetsIn(directory: string) {
  return {
    directory,
    binding: 'ASSETS',
    run_worker_first: true,
    routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
    assetConfig: { not_found_handling: 'single-page-application' as const },
  }
}
