/**
 * The Worker, bundled once for many: bundling takes twice as long as starting does. Whoever starts one asks
 * here first; `npm start` finds nothing, and has wrangler bundle it, also where a test runs that command.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build } from 'esbuild'
import { buildLazyModules } from './lazyModules.ts'
import { root } from './settings.ts'

/** Where bundles lie, for this process and those that it starts. */
const FOLDER = 'BUILT_WORKERS'
const MAIN = join(root, 'worker/index.ts')
const ALL = join(root, '.wrangler/built')
/** Bundles of other sources may be in use by another run, for so long. */
const KEPT_MS = 60 * 60_000

/** What bundles are made of, and by. */
const SOURCES = [
  'worker/**/*',
  'convex/**/*',
  'test/worker/losable/*',
  'test/local/builtWorker.ts',
  'package*.json',
]

/** A Worker that is bundled already. */
export interface BuiltWorker {
  entry: string
  /** What it imports lies here. */
  folder: string
}

/** `null`: this Worker is to be bundled. */
export function builtWorker(entry: string = MAIN): BuiltWorker | null {
  const folder = process.env[FOLDER]
  if (folder === undefined) return null
  const file = join(folder, `${nameOf(entry)}.js`)
  return existsSync(file) ? { entry: file, folder } : null
}

/** Bundles the product, and Workers with other first files, for whatever this process starts. */
export async function buildWorkers(...others: string[]): Promise<void> {
  await buildLazyModules()
  const folder = join(ALL, String(youngestSource()))
  if (existsSync(folder)) keep(folder)
  else await buildInto(folder, [MAIN, ...others])
  process.env[FOLDER] = folder
}

async function buildInto(folder: string, entries: readonly string[]): Promise<void> {
  const unfinished = `${folder}.${process.pid}`
  forgetOld()
  await build({
    entryPoints: entries.map((entry) => ({ in: entry, out: nameOf(entry) })),
    outdir: unfinished,
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', './lazy/*'],
    loader: { '.bin': 'copy', '.wasm': 'copy' },
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  })
  cpSync(join(root, 'worker/tools/mcp/lazy'), join(unfinished, 'lazy'), { recursive: true })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Another run was faster.
    if (!existsSync(folder)) throw error
    rmSync(unfinished, { recursive: true })
  }
}

function keep(folder: string): void {
  utimesSync(folder, new Date(), new Date())
}

function forgetOld(): void {
  mkdirSync(ALL, { recursive: true })
  for (const name of readdirSync(ALL)) {
    const folder = join(ALL, name)
    const isOld = Date.now() - statSync(folder).mtimeMs > KEPT_MS
    if (isOld) rmSync(folder, { recursive: true, force: true })
  }
}

/** When the last of all sources was changed, epoch ms. */
function youngestSource(): number {
  const sources = globSync(SOURCES, { cwd: root })
  return Math.max(...sources.map((path) => Math.ceil(statSync(join(root, path)).mtimeMs)))
}

function nameOf(entry: string): string {
  return basename(dirname(entry))
}
