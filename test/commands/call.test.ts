import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { readWav, writeWav } from '../simulators/audio/wav.ts'
import { startFakeWorker, type FakeWorkerOptions } from './fakeWorker.ts'

const COMMAND = fileURLToPath(new URL('../local/call.ts', import.meta.url))
const AUTH_TOKEN = 'simulated-auth-token'
const closers: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const close of closers) await close()
})

async function fakeWorker(options: Partial<FakeWorkerOptions>) {
  const defaults = { authToken: AUTH_TOKEN, greetingMs: 200, answerMs: 300 }
  const worker = await startFakeWorker({ ...defaults, ...options })
  closers.push(worker.close)
  return worker
}

/** A WAV file: 300 ms of sound, and as often as asked for the same again after a second. */
async function callerWav(directory: string, utterances: number): Promise<string> {
  const samples = Int16Array.from({ length: 16_000 * 1.3 * utterances }, (_, n) =>
    n % (16_000 * 1.3) < 4800 ? Math.round(9000 * Math.sin(n / 5)) : 0,
  )
  const path = join(directory, 'caller.wav')
  await writeFile(path, writeWav({ sampleRate: 16_000, channels: [samples] }))
  return path
}

async function phone(url: string, args: string[], utterances = 1) {
  const directory = await mkdtemp(join(tmpdir(), 'call-'))
  const wav = await callerWav(directory, utterances)
  const out = join(directory, 'out', 'call.wav')
  const env = { ...process.env, TWILIO_AUTH_TOKEN: AUTH_TOKEN, PUBLIC_URL: url }
  return new Promise<{ exit: number; stdout: string; stderr: string; out: string }>((resolve) => {
    const all = [COMMAND, '--url', url, '--wav', wav, '--out', out, ...args]
    const child = execFile(process.execPath, all, { env }, (_, stdout, stderr) =>
      resolve({ exit: child.exitCode ?? -1, stdout, stderr, out }),
    )
  })
}

// Each call takes seconds of waiting in real time, and next to no work.
describe.concurrent('npm run call', () => {
  test('a polite call ends well, with its record, its times and its recording', async () => {
    const worker = await fakeWorker({})
    const { exit, stdout, out } = await phone(worker.url, ['--json', '--dtmf', '4#'], 2)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({
      status: 'completed',
      endReason: 'caller_hung_up',
      bargeInMs: [],
      turns: [{ role: 'agent', text: 'Hello, how can I help?', startedAtMs: 300 }],
      recordingPath: out,
      record: { callSid: report.callSid, agentName: 'Reception' },
      problem: null,
    })
    expect(report.answerMs).toHaveLength(2)
    // It is answered after 200 ms of silence; how much later, is for the machine to say.
    expect(report.answerMs[0]).toBeGreaterThan(190)
    expect(report.firstWordMs).toBeGreaterThan(0)
    expect(worker.keys).toEqual(['4', '#'])
    const { sampleRate, channels } = readWav(await readFile(out))
    const seconds = channels.map((leg) => leg.filter((sample) => sample !== 0).length / sampleRate)
    expect(seconds[0]).toBeCloseTo(0.6, 1)
    expect(seconds[1]).toBeCloseTo(1.1, 1)
    expect(exit).toBe(0)
  })

  test('an impatient caller talks over the greeting', async () => {
    const worker = await fakeWorker({ greetingMs: 4000 })
    const { stdout, exit } = await phone(worker.url, ['--json', '--barge-in'])
    const report = JSON.parse(stdout)
    expect(report.bargeInMs).toHaveLength(1)
    expect(report.answerMs).toHaveLength(1)
    expect(exit).toBe(0)
  })

  test('a line that loses half of what the caller says still makes a call', async () => {
    const worker = await fakeWorker({})
    const { stdout, out } = await phone(worker.url, ['--json', '--line', 'loss=50%'])
    const [caller] = readWav(await readFile(out)).channels
    // The caller speaks for 0.3 s.
    const seconds = (caller ?? new Int16Array()).filter((sample) => sample !== 0).length / 8000
    expect(seconds).toBeGreaterThan(0.05)
    expect(seconds).toBeLessThan(0.25)
    expect(JSON.parse(stdout).problem).toBeNull()
  })

  test('where there is no greeting, an impatient caller talks over the answer', async () => {
    const worker = await fakeWorker({ greetingMs: 300, answerMs: 2000 })
    const { stdout } = await phone(worker.url, ['--json', '--barge-in'])
    const report = JSON.parse(stdout)
    expect(report.bargeInMs).toHaveLength(1)
    expect(report.answerMs).toHaveLength(2)
  })

  test('the conversation is shown as it happens', async () => {
    const worker = await fakeWorker({})
    const { stdout } = await phone(worker.url, [])
    expect(stdout).toMatch(/connected, \d+ ms after the webhook\n/)
    expect(stdout).toMatch(/agent {3}Hello, how can I help\?\n[^]*the caller speaks\n/)
    expect(stdout).toMatch(/first word +\d+ ms/)
    expect(stdout).toMatch(/status +completed, caller_hung_up/)
  })

  test.each<[string, Partial<FakeWorkerOptions>, string]>([
    [
      'a failed record',
      { endReason: 'model_failed' },
      'failed (model_failed): The model went away.',
    ],
    ['another token', { authToken: 'other' }, 'refused the signature, which was made for http'],
    ['an unknown number', { twiml: '<Say>Not configured.</Say>' }, 'heard: “Not configured.”'],
    ['a broken webhook', { twiml: '<Say>' }, '(12100)'],
  ])('%s is no good call', async (_, options, problem) => {
    const worker = await fakeWorker(options)
    const { exit, stdout, stderr } = await phone(worker.url, ['--json'])
    expect(JSON.parse(stdout).problem).toContain(problem)
    expect(stderr).toContain(problem)
    expect(exit).toBe(1)
  })

  test('an agent is made for the call, answers it, and is removed', async () => {
    const worker = await fakeWorker({})
    const { exit, stderr } = await phone(worker.url, ['--json', '--engine', 'pipeline'])
    expect(stderr).toBe('')
    expect(exit).toBe(0)
    const [made, removed, ...others] = worker.trials
    expect(others).toEqual([])
    expect(made).toMatchObject({ method: 'POST', path: '/api/setup/trial' })
    const { settings, phoneNumber } = JSON.parse(made?.body ?? '')
    expect(settings.engine).toMatchObject({ engine: 'pipeline', ears: { vendor: 'elevenlabs' } })
    expect(phoneNumber).toMatch(/^\+12025550\d{3}$/)
    const path = `/api/setup/trial/${encodeURIComponent(phoneNumber)}`
    expect(removed).toMatchObject({ method: 'DELETE', path })
  })

  test('where no agent can be made for it, no call is placed', async () => {
    const noTrial = 'ELEVENLABS_API_KEY is not set.'
    const worker = await fakeWorker({ noTrial })
    const { exit, stderr } = await phone(worker.url, ['--engine', 'pipeline'])
    expect(stderr).toContain(`No agent could be made for this call: ${noTrial}`)
    expect(exit).toBe(2)
    expect(worker.asked).toEqual({ record: 0, live: 0 })
  })

  test('a brain on this machine needs the launcher of this machine', async () => {
    const worker = await fakeWorker({})
    const { exit, stderr } = await phone(worker.url, ['--brain'])
    expect(stderr).toContain('--brain on this machine needs npm start in another terminal')
    expect(exit).toBe(2)
    expect(worker.trials).toEqual([])
  })

  test('a Worker that is not there is named', async () => {
    const worker = await startFakeWorker({ authToken: AUTH_TOKEN, greetingMs: 0, answerMs: 0 })
    await worker.close()
    const { exit, stderr } = await phone(worker.url, [])
    expect(stderr).toContain(`The Worker at ${worker.url} cannot be reached`)
    expect(exit).toBe(1)
  })
})
