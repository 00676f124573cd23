import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** For a machine that runs all the other tests at the same time. */
const PATIENCE_MS = 55_000

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** A command of the README's, run as a newcomer runs it: by npm, in a process of its own. */
export class Command {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  readonly finished: Promise<Finished>

  /** `folder`: where the project is, if not here. */
  constructor(args: string[], env: Record<string, string>, folder: string = root) {
    // Only what a newcomer's machine would have: no keys, no settings.
    const { PATH = '', HOME = '' } = process.env
    this.child = spawn('npm', args, { cwd: folder, env: { PATH, HOME, ...env }, detached: true })
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()))
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()))
    this.finished = once(this.child, 'close').then(([code]) => ({
      code,
      stdout: this.stdout,
      stderr: this.stderr,
    }))
  }

  /** Resolves when this was printed; rejects when the command ended without it, or takes too long. */
  async says(text: string): Promise<void> {
    const tooLong = new Promise<string>((resolve) => {
      setTimeout(() => resolve(`It took longer than ${PATIENCE_MS / 1000} s`), PATIENCE_MS).unref()
    })
    while (!this.stdout.includes(text)) {
      const problem = await Promise.race([
        once(this.child.stdout!, 'data').then(() => null),
        this.finished.then(() => 'It ended'),
        tooLong,
      ])
      if (problem && !this.stdout.includes(text)) {
        throw new Error(`${problem} without “${text}”:\n${this.stdout}\n${this.stderr}`)
      }
    }
  }

  /** As Ctrl-C does: the signal reaches npm and everything it started. */
  interrupt(): void {
    if (this.child.exitCode === null && this.child.pid) process.kill(-this.child.pid, 'SIGINT')
  }
}

/** What `npm run call -- --json` tells. */
export const reportSchema = z.object({
  callSid: z.string(),
  status: z.string(),
  endReason: z.string(),
  firstWordMs: z.number(),
  answerMs: z.array(z.number()),
  bargeInMs: z.array(z.number()),
  turns: z.array(
    z.object({
      role: z.string(),
      text: z.string(),
      heardText: z.string(),
      startedAtMs: z.number(),
    }),
  ),
  recordingPath: z.string(),
  record: z.object({ callSid: z.string(), status: z.string() }),
})
