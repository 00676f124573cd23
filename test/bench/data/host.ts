/** The embedded host alone, in a workerd process of its own. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MeasuredHost, measuredHost } from '../../convex/measured.ts'
import type { WorkerBundle } from '../bundles.ts'
import { usageOf } from '../processUsage.ts'
import { runWorker } from '../workerd.ts'

export interface DataHost {
  url: string
  /** A database of its own for each name. */
  database(name: string): MeasuredHost
  /** CPU that the process used while `work` ran, in ms; everything else has to be still. */
  cpuOf(work: () => Promise<unknown>): Promise<number>
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

export async function startDataHost(): Promise<DataHost> {
  const worker = await runWorker(await bundled(), () => ({}))
  const { url, pid } = worker
  return {
    url,
    database: (name) => measuredHost({ url }, name),
    cpuOf: async (work) => {
      const before = usageOf(pid).cpuMs
      await work()
      return usageOf(pid).cpuMs - before
    },
    stop: () => worker.stop(),
  }
}

async function bundled(): Promise<WorkerBundle> {
  process.env['WRANGLER_SEND_METRICS'] = 'false'
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-data-'))
  try {
    const config = `${root}test/convex/workerd/wrangler.toml`
    const wrangler = `${root}node_modules/wrangler/bin/wrangler.js`
    const args = [wrangler, 'deploy', '--dry-run', '--config', config, '--outdir', folder]
    await promisify(execFile)(process.execPath, args, { cwd: root })
    const text = readFileSync(config, 'utf8')
    return {
      code: readFileSync(join(folder, 'entry.js'), 'utf8'),
      objects: [...text.matchAll(/name = "(\w+)"\nclass_name = "(\w+)"/g)].map(
        ([, binding = '', className = '']) => ({ binding, className }),
      ),
      compatibilityDate: /compatibility_date = "([\d-]+)"/.exec(text)?.[1] ?? '',
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
