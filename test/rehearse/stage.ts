/** Releases in one Miniflare: the Worker of one of them, and each object's code of the one that hosts it. */
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import * as z from 'zod'
import type { Release } from './releases.ts'

/** Who is who while a deploy goes on. */
export interface Stage {
  /** Whose Worker answers requests. */
  entry: Release
  /** Whose code the object behind a binding runs, by the binding's name; `entry`'s where none is named. */
  hosts?: Readonly<Record<string, Release>>
  /** Whose dashboard the Worker serves; none if left out. */
  dashboard?: Release
}

export interface StageOptions {
  /** Where objects keep what they store. */
  stateDir: string
  /** The settings, as `.dev.vars.example` lists them. */
  vars: Record<string, string>
  onLog: (line: { level: string; message: string }) => void
}

/** What of wrangler.toml decides how a Worker runs. */
const configSchema = z.object({
  compatibility_date: z.string(),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
})

const TYPES = { data: 'Data', wasm: 'CompiledWasm', esModule: 'ESModule' } as const

export async function startStage(stage: Stage, options: StageOptions): Promise<Miniflare> {
  const others = Object.values(stage.hosts ?? {}).filter(({ name }) => name !== stage.entry.name)
  const releases = new Map([stage.entry, ...others].map((release) => [release.name, release]))
  const workers = await Promise.all(
    [...releases.values()].map((release) => workerOf(release, stage, options)),
  )
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      resourcePersistencePath: options.stateDir,
      handleStructuredLogs: options.onLog,
      workers,
    }),
  )
  await miniflare.ready
  return miniflare
}

async function workerOf(
  release: Release,
  { entry, hosts = {}, dashboard }: Stage,
  { vars }: StageOptions,
): Promise<V4WorkerOptions> {
  const config = await configOf(release)
  const classes = new Map<string, ReadonlySet<string>>()
  for (const host of [entry, ...Object.values(hosts)]) {
    const { bindings } = (await configOf(host)).durable_objects
    classes.set(host.name, new Set(bindings.map(({ class_name: className }) => className)))
  }
  const durableObjects = config.durable_objects.bindings.map(({ name, class_name: className }) => {
    const host = hosts[name] ?? entry
    // A class that came with a release is nobody else's.
    const scriptName = (classes.get(host.name)?.has(className) ? host : release).name
    // Both releases find what the other has stored, as after a deploy.
    const unsafeUniqueKey = `switchboard-${className}`
    return [name, { className, scriptName, useSQLite: true, unsafeUniqueKey }]
  })
  return {
    name: release.name,
    compatibilityDate: config.compatibility_date,
    modules: [
      { type: 'ESModule', path: 'index.js', contents: release.code },
      ...release.binaries.map(({ name, kind, bytes }) => ({
        type: TYPES[kind],
        path: name,
        contents: bytes,
      })),
    ],
    bindings: { ...vars, VERSION: { id: release.name, tag: '', timestamp: '' } },
    durableObjects: Object.fromEntries(durableObjects),
    ...(dashboard && release === entry ? { assets: assetsOf(dashboard) } : {}),
  }
}

async function configOf({ folder }: Release): Promise<z.infer<typeof configSchema>> {
  const { unstable_readConfig: readConfig } = await import('wrangler')
  return configSchema.parse(readConfig({ config: join(folder, 'wrangler.toml') }))
}

/** As wrangler.toml has it: the Worker sees every request first. */
function assetsOf({ folder }: Release) {
  return {
    directory: join(folder, 'dashboard/dist'),
    binding: 'ASSETS',
    run_worker_first: true,
    routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
    assetConfig: { not_found_handling: 'single-page-application' as const },
  }
}
