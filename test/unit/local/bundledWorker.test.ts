import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledWorker, bundleInto, MAIN } from '../../local/bundledWorker.ts'

let worker: BundledWorker
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
  worker = await bundleInto(folder, MAIN, { minify: true })
})
afterAll(() => rmSync(worker.folder, { recursive: true }))

const codeOf = (name: string): string => readFileSync(join(worker.folder, name), 'utf8')

/** The module of this name and all that is loaded with it, each once. */
function loadedWith(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const [, other = ''] of codeOf(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.mjs)"/g)) {
    loadedWith(other, seen)
  }
  return seen
}

test('what every call loads is less than 300 KiB, compressed', () => {
  const loaded = [...loadedWith(worker.entry)]
  expect(loaded.length).toBeGreaterThan(1)
  const bytes = loaded.map((name) => gzipSync(codeOf(name)).length)
  expect(bytes.reduce((total, each) => total + each, 0) / 1024).toBeLessThan(300)
})

test.each([
  ['the embedded host’s protocol', 'ModifyQuerySet'],
  ['the client for MCP', 'notifications/initialized'],
  ['what a visitor reads', 'This was not understood.'],
])('%s comes with what needs it', (_what, mark) => {
  const loaded = loadedWith(worker.entry)
  const holders = readdirSync(worker.folder).filter(
    (name) => name.endsWith('.mjs') && codeOf(name).includes(mark),
  )
  expect(holders).not.toEqual([])
  expect(holders.filter((name) => loaded.has(name))).toEqual([])
})
