/** Releases in one Miniflare: the Worker of one of them, and each object's code of the one that hosts it. */
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import {
  assetsIn,
  configIn,
  type LoggedLine,
  miniflareModules,
  uniqueKey,
} from '../local/workerd.ts'
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
  onLog: (line: LoggedLine) => void
}

export async function startStage(stage: Stage, options: StageOptions): Promise<Miniflare> {
  const others = Object.values(stage.hosts ?? {}).filter(({ name }) => name !== stage.entry.name)
  const releases = new Map([stage.entry, ...others].map((release) => [release.name, release]))
  const workers = [...releases.values()].map((release) => workerOf(release, stage, options))
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

function workerOf(
  release: Release,
  { entry, hosts = {}, dashboard }: Stage,
  { vars }: StageOptions,
): V4WorkerOptions {
  const { compatibilityDate, objects } = configIn(release.folder)
  const durableObjects = Object.entries(objects).map(([binding, className]) => {
    const host = hosts[binding] ?? entry
    // A class that came with a release is nobody else's.
    const scriptName = (has(host, className) ? host : release).name
    // Both releases find what the other has stored, as after a deploy.
    const unsafeUniqueKey = uniqueKey('switchboard', className)
    return [binding, { className, scriptName, useSQLite: true, unsafeUniqueKey }]
  })
  return {
    name: release.name,
    compatibilityDate,
    modules: miniflareModules(release.modules),
    bindings: { ...vars, VERSION: { id: release.name, tag: '', timestamp: '' } },
    durableObjects: Object.fromEntries(durableObjects),
    ...(dashboard && release === entry
      ? { assets: assetsIn(join(dashboard.folder, 'dashboard/dist')) }
      : {}),
  }
}

function has({ folder }: Release, className: string): boolean {
  return Object.values(configIn(folder).objects).includes(className)
}
