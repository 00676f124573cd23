/** The two Workers that are measured, as code that workerd can run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformWithOxc } from 'vite'
import { bundleInto, MAIN } from '../local/bundledWorker.ts'
import { modulesIn, type WorkerModule } from '../local/modules.ts'
import { root } from '../local/settings.ts'
import { configIn, type WorkerConfig } from '../local/workerd.ts'

export interface WorkerBundle extends WorkerConfig {
  /** The first is the Worker itself. */
  modules: readonly WorkerModule[]
}

/** The product, bundled as for a deployment; `main` is another first file than its own. */
export function productBundle(main: string = MAIN): Promise<WorkerBundle> {
  return bundleOf(main, configIn(root).objects)
}

/** The Worker of this first file and these objects, by the names of their bindings. */
export async function bundleOf(
  main: string,
  objects: WorkerConfig['objects'],
): Promise<WorkerBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bundle-'))
  try {
    const { entry } = await bundleInto(folder, main, { minify: true })
    const { compatibilityDate } = configIn(root)
    return { modules: modulesIn(folder, entry), objects, compatibilityDate }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Relay and copier, on the same version of the platform. */
export async function relayBundle(compatibilityDate: string): Promise<WorkerBundle> {
  const path = fileURLToPath(new URL('relay/relay.ts', import.meta.url))
  const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path)
  return {
    modules: [{ name: 'relay.mjs', kind: 'esModule', bytes: new TextEncoder().encode(code) }],
    objects: { RELAYS: 'RelayCall', COPIERS: 'CopierCall' },
    compatibilityDate,
  }
}
