import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRecord } from '../local/callApi.ts'
import { freePort } from '../local/port.ts'
import { phoneTokenOf } from '../local/stateFolder.ts'
import { readWav } from '../simulators/audio/wav.ts'
import { sendWebhook } from '../simulators/twilio/webhooks.ts'
import { callForm } from '../worker/streamByHand.ts'
import { startRewritingTunnel } from './rewritingTunnel.ts'

/** The README's commands, run as a newcomer runs them: by npm, in processes of their own. */
const root = fileURLToPath(new URL('../..', import.meta.url))

/** For a machine that runs all the other tests at the same time. */
const PATIENCE_MS = 55_000

interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

class Command {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  readonly finished: Promise<Finished>

  constructor(args: string[], env: Record<string, string>) {
    // Only what a newcomer's machine would have: no keys, no settings.
    const { PATH = '', HOME = '' } = process.env
    this.child = spawn('npm', args, { cwd: root, env: { PATH, HOME, ...env }, detached: true })
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

const reportSchema = z.object({
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

const data = (STATE_DIR: string, ...args: string[]) =>
  new Command(['--silent', 'run', 'data', '--', ...args], { STATE_DIR }).finished

/** What a call with `--kill-worker` tells besides. */
const killedSchema = z.object({ workerAwayMs: z.number(), heardAgainMs: z.number() })

describe('npm start and npm run call', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'switchboard-'))
  let port: number
  let url: string
  let start: Command
  let callSid = ''

  const run = (env: Record<string, string> = {}, ...options: string[]) => {
    const settings = { PORT: String(port), STATE_DIR: stateDir, ...env }
    return new Command(['start', ...options], settings)
  }

  beforeAll(async () => {
    port = await freePort()
    url = `http://127.0.0.1:${port}`
    start = run()
    await start.says('Switchboard runs at')
  })

  afterAll(async () => {
    start.interrupt()
    await start.finished
    rmSync(stateDir, { recursive: true, force: true })
  })

  test('a call with --barge-in shows the agent stopped, and is recorded', async () => {
    const recording = join(stateDir, 'call.wav')
    const args = [
      '--silent',
      'run',
      'call',
      '--',
      '--url',
      url,
      '--barge-in',
      '--json',
      '--out',
      recording,
    ]
    const { code, stdout, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
    expect(stderr).toBe('')
    const report = reportSchema.parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(report.record).toMatchObject({ callSid: report.callSid, status: 'completed' })
    expect(report.bargeInMs.length).toBeGreaterThan(0)
    const cut = report.turns.find(
      ({ role, text, heardText }) => role === 'agent' && heardText !== text,
    )
    expect(cut?.text.startsWith(cut.heardText)).toBe(true)
    expect(readWav(readFileSync(report.recordingPath)).channels).toHaveLength(2)
    // What went well leaves nothing in the terminal of the Worker.
    expect(start.stdout).not.toMatch(/^\d\d:\d\d:\d\d /m)
    callSid = report.callSid
  })

  test('a call outlives the process of its Worker, which is started again', async () => {
    const args = ['--silent', 'run', 'call', '--', '--url', url, '--kill-worker', '5s', '--json']
    const recording = ['--out', join(stateDir, 'killed.wav')]
    const called = new Command([...args, ...recording], { STATE_DIR: stateDir })
    await start.says('The Worker’s process has ended; it is started again.')
    await start.says('The Worker is back after')
    const { code, stdout, stderr } = await called.finished
    expect(stderr).toBe('')
    const report = reportSchema.extend(killedSchema.shape).parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(report.status).toBe('completed')
    const greetings = report.turns.filter(({ text }) => text.startsWith('Hello, this is'))
    expect(greetings).toHaveLength(1)
    const stored = await readRecord(
      { url, authToken: phoneTokenOf(stateDir) ?? '' },
      report.callSid,
    )
    const told = stored?.events.map(({ summary }) => summary) ?? []
    expect(told).toContain('The process of this call was lost.')
    expect(told).toContainEqual(expect.stringMatching(/^The agent was heard again after \d+ ms\.$/))
  })

  test('a second one on the same folder, or the same port, is told what runs there', async () => {
    const same = await run().finished
    expect(same.code).toBe(1)
    expect(same.stderr).toContain(`already runs at ${url} with this state folder (process `)
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
    const other = new Command(['start'], { PORT: String(port), STATE_DIR: folder })
    expect((await other.finished).stderr).toContain(`Switchboard already runs at ${url}. Choose`)
  })

  test('behind a tunnel that rewrites Host strangers stay strangers, and the own phone gets through', async () => {
    const tunnel = await startRewritingTunnel(port)
    try {
      for (const authToken of ['simulated-auth-token', 'simulated', '']) {
        for (const publicUrl of [url, tunnel.url]) {
          const customer = { authToken, publicUrl, connectTo: tunnel.url }
          const params = callForm('+12025550100')
          const webhook = { url: `${publicUrl}/twilio/voice`, method: 'POST', params } as const
          expect((await sendWebhook(customer, webhook)).status).toBe(403)
        }
      }
      // The page of the tunnel's own name is not ours while PUBLIC_URL is another.
      const headers = { origin: tunnel.url, 'content-type': 'application/json' }
      const guess = { method: 'POST', headers, body: '{"password":"guess"}' }
      expect((await fetch(`${tunnel.url}/auth/password`, guess)).status).toBe(403)
      const args = ['--silent', 'run', 'call', '--', '--url', tunnel.url, '--json']
      const { code, stdout } = await new Command(args, { STATE_DIR: stateDir }).finished
      expect(reportSchema.parse(JSON.parse(stdout)).status).toBe('completed')
      expect(code).toBe(0)
    } finally {
      await tunnel.close()
    }
  })

  test('a number that nobody set up is an error that says so', async () => {
    const args = ['--silent', 'run', 'call', '--', '--url', url, '--to', '+12025550177']
    const { code, stdout, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
    expect(code).not.toBe(0)
    expect(stdout + stderr).toContain('This number is not configured')
  })

  test('Ctrl-C ends everything, and what was stored survives', async () => {
    start.interrupt()
    await start.finished
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed')
    start = run({ SYSTEM_PROMPT: 'You sell shoes.' })
    await start.says('SYSTEM_PROMPT was edited since the first agent was made of it.')
    await start.says('npm start -- --update-agent')
    await start.says('Switchboard runs at')
    const stored = await readRecord({ url, authToken: phoneTokenOf(stateDir) ?? '' }, callSid)
    expect(stored?.call).toMatchObject({ callSid, status: 'completed' })
  })

  test('what was stored comes back in a new installation, in the place of what it began with', async () => {
    const file = join(stateDir, 'backup.zip')
    const exported = await data(stateDir, 'export', file, '--url', url)
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
    const newPort = await freePort()
    const fresh = run({ PORT: String(newPort), STATE_DIR: folder })
    try {
      await fresh.says('Switchboard runs at')
      const newUrl = `http://127.0.0.1:${newPort}`
      const refused = await data(folder, 'import', file, '--url', newUrl)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('Say --replace if all of it may go.')
      const imported = await data(folder, 'import', file, '--url', newUrl, '--replace')
      expect(imported).toMatchObject({ code: 0, stderr: '' })
      expect(imported.stdout).toContain('0 of them have new ids.')
      const installation = { url: newUrl, authToken: phoneTokenOf(folder) ?? '' }
      expect((await readRecord(installation, callSid))?.call).toMatchObject({ callSid })
    } finally {
      fresh.interrupt()
      await fresh.finished
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('an edited prompt becomes a new version of the first agent, once', async () => {
    const edited = { SYSTEM_PROMPT: 'You sell shoes.' }
    start.interrupt()
    await start.finished
    start = run(edited, '--', '--update-agent')
    await start.says('The first agent has a new version')
    await start.says('Switchboard runs at')
    start.interrupt()
    await start.finished
    start = run(edited)
    await start.says('Switchboard runs at')
    expect(start.stdout).not.toContain('was edited')
  })

  test('a wrong setting ends the start with a sentence', async () => {
    const { code, stderr } = await run({ PUBLIC_URL: 'http://abc.ngrok.app' }).finished
    expect(code).toBe(1)
    expect(stderr).toContain('PUBLIC_URL is “http://abc.ngrok.app”')
    expect(stderr).not.toContain(' at ')
  })
}, 120_000)
