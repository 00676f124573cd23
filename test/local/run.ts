/**
 * Runs Vite or Vitest on this project: `node test/local/run.ts vitest run …`. Both take what follows a
 * `#`, `?` or `%` in a path for a part of a URL; a project that lies in such a folder is reached by a
 * symbolic link with a plain name.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TOOLS: Readonly<Record<string, string>> = {
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
}
/** Keeps Node and, by the tools' configurations, Vite from looking behind the link. */
const BY_LINK = '--preserve-symlinks --preserve-symlinks-main'

const root = fileURLToPath(new URL('../..', import.meta.url))

function main([name = '', command = '', ...args]: string[]): void {
  const tool = TOOLS[name]
  if (!tool) throw new Error(`There is no tool “${name}” here, only vite and vitest.`)
  const folder = /[#?%]/.test(root) ? mkdtempSync(join(tmpdir(), 'switchboard-')) : null
  const place = folder ? join(folder, 'project') : root
  if (folder) symlinkSync(root, place, 'junction')
  const where = name === 'vite' ? [join(place, 'dashboard')] : ['--root', place]
  const child = spawn(process.execPath, [join(place, tool), command, ...where, ...args], {
    cwd: place,
    stdio: 'inherit',
    env: folder ? { ...process.env, NODE_OPTIONS: BY_LINK } : process.env,
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (folder) rmSync(folder, { recursive: true, force: true })
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
  })
}

main(process.argv.slice(2))
