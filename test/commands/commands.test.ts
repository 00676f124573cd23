/** The README's commands. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRecord } from '../local/callApi.ts'
import { freePort } from '../local/port.ts'
import { phoneTokenOf } from '../local/stateFolder.ts'
import { readWav } from '../simulators/audio/wav.ts'
import { Command, reportSchema } from './Command.ts'

const data = (STATE_DIR: string, ...args: string[]) =>
  new Command(['--silent', 'run', 'data', '--', ...args], { STATE_DIR }).finished

describe('npm start and npm run call', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'switchboard-'))
  let port: number
  let url: string
  let start: Command
  let callSid = ''
  /** The numbers of agents that were made for one call. */
  const trials: string[] = []

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

  describe.concurrent('a call', () => {
    test('with --barge-in shows the agent stopped, and is recorded', async () => {
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
      callSid = report.callSid
    })

    test.each([
      ['the pipeline', ['--engine', 'pipeline'], /^agent +Trial/m],
      ['the example of a brain', ['--brain'], /turn .+: executed\./],
    ])('with %s shows it', async (_, options, shown) => {
      const args = [
        '--silent',
        'run',
        'call',
        '--',
        '--out',
        join(stateDir, `${options[0]}.wav`),
        ...options,
      ]
      const { code, stdout, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
      expect(stderr).toBe('')
      expect(code).toBe(0)
      expect(stdout.replaceAll(/^ +/gm, '')).toMatch(shown)
      expect(stdout).toMatch(/answered after \d+ ms/)
      trials.push(stdout.match(/calls (\+\d+) at/)?.[1] ?? '')
    })

    test('by SIP reaches the simulated OpenAI, and is shown and recorded', async () => {
      const recording = join(stateDir, 'sip.wav')
      const args = ['--silent', 'run', 'call', '--', '--sip', '--out', recording]
      const { code, stdout, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
      expect(stderr).toBe('')
      expect(code).toBe(0)
      expect(stdout).toMatch(/calls \+12025550100 by SIP/)
      expect(stdout).toMatch(/answered after \d+ ms/)
      expect(stdout).toMatch(/^ *\d+\.\ds {2}agent +\S/m)
      expect(stdout).toMatch(/call +rtc_/)
      expect(stdout).toContain('completed, agent_ended')
      expect(stdout).toContain('the agent has hung up')
      const { channels } = readWav(readFileSync(recording))
      expect(channels.map((channel) => channel.some((sample) => sample !== 0))).toEqual([
        true,
        true,
      ])
    })
  })

  test('what went well leaves nothing in the terminal of the Worker', () => {
    expect(start.stdout).not.toMatch(/^\d\d:\d\d:\d\d /m)
  })

  test('no agent of a call is left behind', async () => {
    expect(trials).toHaveLength(2)
    for (const to of trials) {
      const again = ['--silent', 'run', 'call', '--', '--to', to]
      const gone = await new Command(again, { STATE_DIR: stateDir }).finished
      expect(gone.stdout).toContain('This number is not configured')
    }
  })

  test('a call by SIP to no number of ours is an error that says so', async () => {
    const args = ['--silent', 'run', 'call', '--', '--sip', '--to', '+12025550177']
    const { code, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
    expect(code).toBe(1)
    expect(stderr).toContain('no agent answers +12025550177')
  })

  test('a brain that is not there is named', async () => {
    const closed = await freePort()
    const args = ['--silent', 'run', 'call', '--', '--brain', `http://127.0.0.1:${closed}/`]
    const { code, stderr } = await new Command(args, { STATE_DIR: stateDir }).finished
    expect(stderr).toContain(`Nothing listens at http://127.0.0.1:${closed}.`)
    expect(code).toBe(2)
  })

  test('a second one on the same folder, or the same port, is told what runs there', async () => {
    const same = await run().finished
    expect(same.code).toBe(1)
    expect(same.stderr).toContain(`already runs at ${url} with this state folder (process `)
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
    const other = new Command(['start'], { PORT: String(port), STATE_DIR: folder })
    expect((await other.finished).stderr).toContain(`Switchboard already runs at ${url}. Choose`)
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
