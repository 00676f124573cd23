/** The two releases that meet during a deploy: what runs now, by `lastRelease` in package.json, and this tree. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { modulesIn, type WorkerModule } from '../local/modules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Everything made here, in a folder that git ignores. */
const cache = join(root, '.wrangler/rehearse')

/** A release as it is deployed. */
export interface Release {
  /** For people, and the Worker's name. */
  name: string
  /** Its sources. */
  folder: string
  /** Its Worker: the first file, and what that imports. */
  modules: readonly WorkerModule[]
}

const packageSchema = z.object({ lastRelease: z.string().regex(/^[0-9a-f]{40}$/) })
const packageJson: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The commit that is deployed now. */
export const LAST_RELEASE = packageSchema.parse(packageJson).lastRelease

/** A shallow clone and a tarball do not have the commit, and nothing can be rehearsed. */
export function hasLastRelease(): boolean {
  try {
    git('cat-file', '-e', `${LAST_RELEASE}^{commit}`)
    return true
  } catch {
    return false
  }
}

const lastFolder = join(cache, LAST_RELEASE)
const bundleIn = (folder: string): string => join(folder, '.wrangler/rehearsed')

/** Bundles both releases as for a deployment, with today's packages. The last one is kept. */
export function buildReleases(): void {
  if (!existsSync(bundleIn(lastFolder))) buildLastRelease()
  bundle(root)
}

export function lastRelease(): Release {
  return read('last', lastFolder)
}

export function thisRelease(): Release {
  return read('this', root)
}

const known = new Map<string, Release>()

function read(name: string, folder: string): Release {
  const release = known.get(name) ?? { name, folder, modules: modulesOf(folder) }
  known.set(name, release)
  return release
}

/** Earlier releases were bundled by wrangler, into one file with modules beside it. */
function modulesOf(folder: string): WorkerModule[] {
  const bundled = bundleIn(folder)
  const first = ['worker.mjs', 'index.js'].find((name) => existsSync(join(bundled, name)))
  if (!first) throw new Error(`There is no Worker in ${bundled}.`)
  return modulesIn(bundled, first)
}

function buildLastRelease(): void {
  const unfinished = `${lastFolder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const tar = git('archive', '--format=tar', LAST_RELEASE)
  execFileSync('tar', ['-x', '-C', unfinished], { input: tar })
  symlinkSync(join(root, 'node_modules'), join(unfinished, 'node_modules'), 'junction')
  bundle(unfinished)
  rmSync(lastFolder, { recursive: true, force: true })
  renameSync(unfinished, lastFolder)
}

/** Builds the dashboard, too: wrangler.toml says how. */
function bundle(folder: string): void {
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
  const args = [wrangler, 'deploy', '--dry-run', '--outdir', '.wrangler/rehearsed']
  // Modules have other names when they change.
  rmSync(bundleIn(folder), { recursive: true, force: true })
  const env = { ...process.env, NODE_ENV: 'production', WRANGLER_SEND_METRICS: 'false' }
  execFileSync(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

function git(...args: string[]): Buffer {
  return execFileSync('git', ['-C', root, ...args], {
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
