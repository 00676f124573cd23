/**
 * The Worker as modules: its first file, which holds what every call needs, and parts that are loaded when
 * they are needed, wherever the code imports them so (`await import(…)`). wrangler runs and deploys them as
 * they are, since its own bundler makes one file of everything.
 */
import { createHash } from 'node:crypto'
import {
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
import { build, type Plugin } from 'esbuild'
import { root } from './settings.ts'

/** The product's own first file. */
export const MAIN = join(root, 'worker/index.ts')
/** The folder in which wrangler.toml says that it is. */
export const DEPLOYED = join(root, '.wrangler/worker')

/** Bundles for running on this machine, by the state of their sources. */
const ALL = join(root, '.wrangler/built')
/** Bundles of other sources may be in use by another run, for so long. */
const KEPT_MS = 60 * 60_000

/** What bundles are made of, and by. */
const SOURCES = [
  'worker/**/*',
  'convex/**/*',
  'test/{contract,convex,worker}/**/*',
  'test/local/bundledWorker.ts',
  'package*.json',
]

export interface BundledWorker {
  /** All its modules, and nothing else. */
  folder: string
  /** The name of its first file. */
  entry: string
}

/** Bundles the Worker for running on this machine, readable; one that is there already is taken. */
export async function bundledWorker(main: string = MAIN): Promise<BundledWorker> {
  const entry = `${nameOf(main)}.mjs`
  const folder = join(ALL, `${stateOfSources()}-${nameOf(main)}`)
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date())
    return { folder, entry }
  }
  forgetOld()
  const unfinished = `${folder}.${process.pid}`
  await bundleInto(unfinished, main, { minify: false })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Another run was faster.
    if (!existsSync(folder)) throw error
    rmSync(unfinished, { recursive: true })
  }
  return { folder, entry }
}

/** Bundles the Worker of this first file into a folder, which it empties. */
export async function bundleInto(
  folder: string,
  main: string,
  { minify }: { minify: boolean },
): Promise<BundledWorker> {
  rmSync(folder, { recursive: true, force: true })
  const name = nameOf(main)
  await build({
    entryPoints: [{ in: main, out: name }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify,
    format: 'esm',
    target: 'es2024',
    // What is written in other scripts takes half the bytes so.
    charset: 'utf8',
    sourcemap: true,
    sourcesContent: false,
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
    plugins: [notOfMcp],
    loader: { '.bin': 'copy', '.wasm': 'copy' },
    define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
    logLevel: 'error',
  })
  return { folder, entry: `${name}.mjs` }
}

/**
 * The client for MCP loads `jose` for ways to sign that are not offered here. What is loaded so is kept whole,
 * also of a package of which everything else needs a third.
 */
const notOfMcp: Plugin = {
  name: 'not of MCP',
  setup(bundling) {
    bundling.onResolve({ filter: /^jose$/ }, ({ kind, importer }) =>
      kind === 'dynamic-import' && importer.includes('@modelcontextprotocol')
        ? { path: 'jose', external: true }
        : null,
    )
  },
}

function forgetOld(): void {
  mkdirSync(ALL, { recursive: true })
  for (const name of readdirSync(ALL)) {
    const folder = join(ALL, name)
    const isOld = Date.now() - statSync(folder).mtimeMs > KEPT_MS
    if (isOld) rmSync(folder, { recursive: true, force: true })
  }
}

/** Another one when any source was changed, taken away, or replaced by an older one. */
function stateOfSources(): string {
  const hash = createHash('sha256')
  for (const path of globSync(SOURCES, { cwd: root }).toSorted()) {
    const { mtimeMs, size } = statSync(join(root, path))
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

function nameOf(main: string): string {
  return basename(dirname(main))
}
