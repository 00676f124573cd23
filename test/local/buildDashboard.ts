import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, statSync } from 'node:fs'
import { PlainError } from '../../worker/lib/PlainError.ts'
import { root } from './settings.ts'

/** Whether the dashboard's files are younger than all they are made of. */
export function isDashboardFresh(): boolean {
  const page = `${root}dashboard/dist/index.html`
  if (!existsSync(page)) return false
  const builtAt = statSync(page).mtimeMs
  const sources = globSync(
    ['dashboard/**/*', 'convex/**/*', 'worker/lib/audio/*', 'package-lock.json'],
    {
      cwd: root,
      exclude: ['dashboard/dist'],
    },
  )
  return sources.every((path) => statSync(root + path).mtimeMs < builtAt)
}

/** @throws PlainError; what is wrong was printed. */
export async function buildDashboard(): Promise<void> {
  const command = [`${root}test/local/run.ts`, 'vite', 'build', '--logLevel', 'warn']
  // Another NODE_ENV, as tests have it, would bring React's development build.
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'], env })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new PlainError('The dashboard could not be built.')
}
