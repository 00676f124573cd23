/** The two Workers that are measured, as code that workerd can run. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transformWithOxc } from 'vite'
import { z } from 'zod'
import { type BinaryModule, binariesIn } from '../local/binaries.ts'

export interface WorkerBundle {
  /** One ES module. */
  code: string
  /** What it imports. */
  binaries: readonly BinaryModule[]
  objects: readonly { binding: string; className: string }[]
  compatibilityDate: string
}

/** What of wrangler.toml decides how the Worker runs. */
const configSchema = z.object({
  main: z.string(),
  compatibility_date: z.string(),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
})

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The product, bundled by wrangler as for a deployment; `entry` is another first file than its own. */
export async function productBundle(entry?: string): Promise<WorkerBundle> {
  mkdirSync(`${root}dashboard/dist`, { recursive: true })
  return bundleOf('wrangler.toml', entry)
}

/** The Worker of this `wrangler.toml`, a path from the root; `entry` is another first file than its own. */
export async function bundleOf(configPath: string, entry?: string): Promise<WorkerBundle> {
  process.env['WRANGLER_SEND_METRICS'] = 'false'
  process.env['WRANGLER_HIDE_BANNER'] = 'true'
  const { unstable_readConfig: readConfig } = await import('wrangler')
  const path = join(root, configPath)
  const config = configSchema.parse(readConfig({ config: path }))
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bundle-'))
  try {
    const wrangler = `${root}node_modules/wrangler/bin/wrangler.js`
    const what = ['deploy', ...(entry ? [entry] : []), '--config', path]
    const args = [wrangler, ...what, '--dry-run', '--outdir', folder]
    await promisify(execFile)(process.execPath, args, { cwd: root })
    return {
      code: readFileSync(join(folder, `${parse(entry ?? config.main).name}.js`), 'utf8'),
      binaries: binariesIn(folder),
      objects: config.durable_objects.bindings.map(({ name, class_name: className }) => ({
        binding: name,
        className,
      })),
      compatibilityDate: config.compatibility_date,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The relay, on the same version of the platform. */
export async function relayBundle(compatibilityDate: string): Promise<WorkerBundle> {
  const path = fileURLToPath(new URL('relay/relay.ts', import.meta.url))
  const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path)
  return {
    code,
    binaries: [],
    objects: [
      { binding: 'RELAYS', className: 'RelayCall' },
      { binding: 'INTERRUPTIBLE', className: 'InterruptibleCall' },
    ],
    compatibilityDate,
  }
}
