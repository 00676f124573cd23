/** A copy of the project, as far as the tests of the machine need it. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrokenRule } from './rule.ts'

const ROOT = join(import.meta.dirname, '../..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const COPIED = [
  'package.json',
  'tsconfig.json',
  'convex/model',
  'worker',
  'test/unit/call',
  'test/unit/shell/fakes.ts',
  'test/simulators',
  'test/binaryModules.ts',
  'test/anyInput.ts',
  'test/vitest.config.ts',
  'test/tsconfig.json',
]

/** A broken rule can make a call that goes on for ever, which counts as noticed. */
const LONGEST_MS = 4 * 60_000

export interface Copy {
  break(rule: BrokenRule): void
  mend(rule: BrokenRule): void
  /** Whether all tests pass; `quick`: but for the laws. */
  test(quick: boolean): Promise<boolean>
  remove(): void
}

export function copyProject(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'))
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const pathOf = ({ file }: BrokenRule) => join(folder, 'worker/call', file)
  return {
    break(rule) {
      const parts = readFileSync(pathOf(rule), 'utf8').split(rule.replace)
      if (parts.length !== 2) {
        throw new Error(`${rule.file} has ${parts.length - 1} times what to break: ${rule.replace}`)
      }
      writeFileSync(pathOf(rule), parts.join(rule.by))
    },
    mend: (rule) => cpSync(join(ROOT, 'worker/call', rule.file), pathOf(rule)),
    test: (quick) => passes(folder, quick),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** The tests stop at the first that fails, and the laws come last. */
async function passes(folder: string, quick: boolean): Promise<boolean> {
  const exclude = ['--exclude', 'test/unit/call/laws*.test.ts']
  if (!(await passesIn(folder, exclude))) return false
  return quick || passesIn(folder, ['test/unit/call/laws'])
}

function passesIn(folder: string, which: readonly string[]): Promise<boolean> {
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', 'unit', '--bail', '1']
  const vitest = spawn(process.execPath, [VITEST, ...args, ...which], {
    cwd: folder,
    stdio: 'ignore',
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  return new Promise((resolve, reject) => {
    vitest.once('error', reject)
    vitest.once('exit', (code) => resolve(code === 0))
  })
}
