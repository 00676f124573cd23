import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CHROMIUM } from './chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the dashboard, unless what is there is younger than all it is made of. */
export default function setup(): void {
  if (!CHROMIUM) {
    console.log('No Chromium found, browser tests are skipped: install it or set CHROMIUM.')
    return
  }
  if (isFresh()) return
  // Vitest's own NODE_ENV would bring React's development build.
  const env = { ...process.env, NODE_ENV: 'production' }
  const command = [`${root}test/local/run.ts`, 'vite', 'build', '--logLevel', 'warn']
  execFileSync(process.execPath, command, { stdio: 'inherit', env })
}

function isFresh(): boolean {
  const page = `${root}dashboard/dist/index.html`
  if (!existsSync(page)) return false
  const builtAt = statSync(page).mtimeMs
  const sources = globSync(['dashboard/**/*', 'convex/**/*', 'package-lock.json'], {
    cwd: root,
    exclude: ['dashboard/dist'],
  })
  return sources.every((path) => statSync(root + path).mtimeMs < builtAt)
}
