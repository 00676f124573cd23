import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { settingsSchema } from '../../worker/settings/schema.ts'
import { MAIN } from './bundledWorker.ts'
import { requireFreePort } from './port.ts'
import { root } from './settings.ts'
import { configIn, type LoggedLine, type RunningWorker, startWorkerd } from './workerd.ts'

/** How to run the Worker on this machine. */
export interface LocalWorkerOptions {
  /** 0 takes a free port. */
  port: number
  /** The address to listen on; without it, only this machine reaches the Worker. */
  address?: string
  /** Where Durable Objects keep their data; `null`: nowhere, it is gone with the process. */
  stateDir: string | null
  /** The settings, as `.dev.vars.example` lists them. `.dev.vars` itself is not read. */
  vars: Record<string, string>
  /** The Worker's first file instead of the product's own. */
  main?: string
  /** The folder of static files instead of the dashboard's. */
  assets?: string
  /** Hears every line that the Worker logs; without it nobody does. */
  onLog?: (line: LoggedLine) => void
}

/** Builds the Worker and runs it in workerd, as wrangler.toml says. Rejects when it cannot start. */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<RunningWorker> {
  // workerd would take another port than the one that was asked for.
  if (options.port !== 0) await requireFreePort(options.port)
  const dashboard = join(root, 'dashboard/dist')
  mkdirSync(dashboard, { recursive: true })
  return startWorkerd({
    ...configIn(root),
    name: 'switchboard',
    main: MAIN,
    assets: dashboard,
    ...options,
    vars: withAllSettings(options.vars),
  })
}

/** What is not given counts as not set here, whatever wrangler.toml sets for production. */
function withAllSettings(vars: Record<string, string>): Record<string, string> {
  const notSet = Object.keys(settingsSchema.shape).map((name) => [name, ''])
  return { ...Object.fromEntries(notSet), ...vars }
}
