/** Runs wrangler as a program of its own, as it is run by hand. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import * as z from 'zod'
import { root } from './settings.ts'

/** What wrangler writes for programs: https://developers.cloudflare.com/workers/wrangler/system-environment-variables/ */
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('command-failed'), message: z.string().default('') }),
  z.object({
    type: z.literal('deploy'),
    version_id: z.string().nullish(),
    /** Where the Worker is now. */
    targets: z.array(z.string()).nullish(),
  }),
])
export type WranglerLine = z.infer<typeof lineSchema>

export interface WranglerRun {
  code: number | null
  /** '' when it was shown. */
  stdout: string
  lines: WranglerLine[]
}

/** `shown`: whether people see what it prints, and may be asked. */
export async function runWrangler(
  args: string[],
  { shown }: { shown: boolean },
): Promise<WranglerRun> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
  try {
    const child = spawn(
      process.execPath,
      [`${root}node_modules/wrangler/bin/wrangler.js`, ...args],
      {
        cwd: root,
        stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          WRANGLER_OUTPUT_FILE_DIRECTORY: folder,
          WRANGLER_OUTPUT_FILE_PATH: '',
          ...(shown ? {} : { WRANGLER_HIDE_BANNER: 'true', WRANGLER_SEND_METRICS: 'false' }),
        },
      },
    )
    child.stderr?.resume()
    const printed = child.stdout ? textOf(child.stdout) : ''
    const [code] = await once(child, 'close')
    return {
      code: z.number().nullable().parse(code),
      stdout: await printed,
      lines: linesIn(folder),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function linesIn(folder: string): WranglerLine[] {
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .flatMap((line) => lineSchema.safeParse(JSON.parse(line)).data ?? [])
}
