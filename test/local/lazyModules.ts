/** Modules that the Worker loads only when it needs them, each made of a package into one file. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import * as z from 'zod'
import { root } from './settings.ts'

const CLIENT = join(root, 'worker/tools/mcp/lazy/client.mjs')
const PACKAGE = '@modelcontextprotocol/client'
const EXPORTS = ['Client', 'ClientCredentialsProvider', 'StreamableHTTPClientTransport']

/** Makes what is not there, or of another version. Several processes may do so at once. */
export async function buildLazyModules(): Promise<void> {
  const banner = `/* ${PACKAGE} ${versionOf(PACKAGE)} */`
  if (existsSync(CLIENT) && readFileSync(CLIENT, 'utf8').startsWith(banner)) return
  const unfinished = `${CLIENT}.${process.pid}`
  await build({
    stdin: {
      contents: `export { ${EXPORTS.join(', ')} } from '${PACKAGE}'`,
      resolveDir: root,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    banner: { js: banner },
    outfile: unfinished,
    logLevel: 'error',
  })
  renameSync(unfinished, CLIENT)
}

function versionOf(name: string): string {
  const entry = createRequire(join(root, 'package.json')).resolve(name)
  const file = join(dirname(dirname(entry)), 'package.json')
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version
}
