/** `npm start` where things go wrong around it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRecord } from '../local/callApi.ts'
import { freePort } from '../local/port.ts'
import { phoneTokenOf } from '../local/stateFolder.ts'
import { sendWebhook } from '../simulators/twilio/webhooks.ts'
import { callForm } from '../worker/streamByHand.ts'
import { Command, reportSchema } from '../commands/Command.ts'
import { startRewritingTunnel } from '../commands/rewritingTunnel.ts'

/** What a call with `--kill-worker` tells besides. */
const killedSchema = z.object({ workerAwayMs: z.number(), heardAgainMs: z.number() })

const stateDir = mkdtempSync(join(tmpdir(), 'switchboard-'))
let port: number
let url: string
let start: Command

beforeAll(async () => {
  port = await freePort()
  url = `http://127.0.0.1:${port}`
  start = new Command(['start'], { PORT: String(port), STATE_DIR: stateDir })
  await start.says('Switchboard runs at')
})
afterAll(async () => {
  start.interrupt()
  await start.finished
  rmSync(stateDir, { recursive: true, force: true })
})

// The call alone takes twenty seconds.
test(
  'a call outlives the process of its Worker, which is started again',
  { timeout: 90_000 },
  async () => {
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
  },
)

test(
  'behind a tunnel that rewrites Host strangers stay strangers, and the own phone gets through',
  { timeout: 90_000 },
  async () => {
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
  },
)
