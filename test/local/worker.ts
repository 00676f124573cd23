import { mkdirSync } from 'node:fs'
import { settingsSchema } from '../../worker/settings/schema.ts'
import { PlainError } from '../../worker/lib/PlainError.ts'
import { type BuiltWorker, builtWorker } from './builtWorker.ts'
import { buildLazyModules } from './lazyModules.ts'
import { requireFreePort } from './port.ts'
import { root } from './settings.ts'

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
  /** `error` prints only what went wrong; `none` nothing. */
  logLevel?: 'none' | 'error' | 'warn' | 'info'
  /** The Worker's first file instead of the product's own. */
  entry?: string
  /** The folder of static files instead of the dashboard's. */
  assets?: string
  /** Hears every line that the Worker logs; nothing is printed then. */
  onLog?: (line: { level: string; message: string }) => void
}

export interface LocalWorker {
  /** For example `http://127.0.0.1:8787`. */
  url: string
  stop(): Promise<void>
}

/** Building and starting takes two seconds on a machine that does nothing else. */
const PATIENCE_MS = 45_000

/** Builds the Worker and runs it in workerd, as `wrangler dev` would. Rejects when it cannot start. */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  // Wrangler reads these when it is loaded, so it is loaded after them.
  process.env['WRANGLER_SEND_METRICS'] = 'false'
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false'
  process.env['WRANGLER_HIDE_BANNER'] = 'true'
  process.env['CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV'] = 'false'
  const { unstable_startWorker: startWorker } = await import('wrangler')
  // Wrangler would wait for ever for a port that is taken.
  if (options.port !== 0) await requireFreePort(options.port)
  mkdirSync(`${root}dashboard/dist`, { recursive: true })
  const built = builtWorker(options.entry)
  if (!built) await buildLazyModules()
  const entrypoint = built?.entry ?? options.entry
  const worker = await startWorker({
    config: `${root}wrangler.toml`,
    ...(entrypoint ? { entrypoint } : {}),
    ...(options.assets ? { assets: options.assets } : {}),
    // Naming a file that is not there keeps wrangler from reading .dev.vars by itself.
    envFiles: ['.env.none'],
    bindings: bindingsFor(options.vars),
    // `npm start` makes the dashboard by itself, and tests need none. Places in the log are readable.
    build: { custom: { command: '' }, minify: false, ...(built && asItIs(built)) },
    dev: {
      server: { hostname: options.address ?? '127.0.0.1', port: options.port },
      inspector: false,
      persist: options.stateDir ?? false,
      watch: false,
      logLevel: options.logLevel ?? 'error',
      ...(options.onLog ? { structuredLogsHandler: options.onLog } : {}),
    },
  })
  const broken = new Promise<never>((_resolve, reject) => {
    worker.raw.once('buildFailed', () => reject(new PlainError('The Worker could not be built.')))
  })
  await Promise.race([worker.ready, broken, tooLong()])
  const url = (await worker.url).origin
  await untilItAnswers(url)
  return { url, stop: () => worker.dispose() }
}

/** Its modules are found beside it, by what they are. */
function asItIs({ folder }: BuiltWorker) {
  const moduleRules = [
    { type: 'ESModule', globs: ['lazy/*.mjs'] },
    { type: 'CompiledWasm', globs: ['*.wasm'] },
    { type: 'Data', globs: ['*.bin'] },
  ] as const
  return { bundle: false, findAdditionalModules: true, moduleRoot: folder, moduleRules }
}

async function tooLong(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())
  throw new PlainError(`The Worker did not start within ${PATIENCE_MS / 1000} s.`)
}

/** What is not given counts as not set here, whatever wrangler.toml sets for production. */
function bindingsFor(vars: Record<string, string>) {
  const notSet = Object.keys(settingsSchema.shape).map((name) => [name, ''])
  const all: [string, string][] = Object.entries({ ...Object.fromEntries(notSet), ...vars })
  return Object.fromEntries(all.map(([name, value]) => [name, { type: 'plain_text', value }]))
}

/** Wrangler is ready a moment before the Worker is, and can lose a request that comes in between. */
async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await fetch(`${url}/health`, { signal: AbortSignal.timeout(3_000) })
      return
    } catch (error) {
      if (attempt === 10) throw new PlainError('The Worker does not answer.', { cause: error })
    }
  }
}
