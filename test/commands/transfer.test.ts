/** `npm run call -- --transfer`: the call is placed in this process, so that nothing has to start. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readCallArguments } from '../local/callArguments.ts'
import { freePort } from '../local/port.ts'
import { runCall } from '../local/runCall.ts'
import { loadSettings } from '../local/settings.ts'
import { CallScreen } from '../local/terminal.ts'
import { startFakeWorker, type FakeWorkerOptions } from './fakeWorker.ts'

const AUTH_TOKEN = 'simulated-auth-token'
const closers: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const close of closers) await close()
})

async function callWith(who: string, options: Partial<FakeWorkerOptions> = {}) {
  const phonePort = await freePort()
  const worker = await startFakeWorker({
    authToken: AUTH_TOKEN,
    greetingMs: 100,
    answerMs: 100,
    callsPersonAt: `http://127.0.0.1:${phonePort}`,
    ...options,
  })
  closers.push(worker.close)
  const { url } = worker
  const simulated = { phone: true, model: true, voice: true }
  const out = join(await mkdtemp(join(tmpdir(), 'call-')), 'call.wav')
  const args = readCallArguments(['--transfer', who, '--to', '+12025550100', '--out', out], {
    settings: loadSettings({}, null),
    running: { pid: 1, url, publicUrl: url, simulated, brainPort: 1, phonePort, sipPhones: null },
    phoneToken: AUTH_TOKEN,
    env: {},
  })
  if (!args) throw new Error('These arguments ask for help.')
  let shown = ''
  const screen = new CallScreen({ write: (text) => void (shown += text) })
  const report = await runCall(args, screen, new AbortController().signal)
  return { report, shown }
}

// Each call takes seconds of waiting in real time, and next to no work.
describe.concurrent('a person who is called', () => {
  test('is seen to accept, and to meet the caller', async () => {
    const { report, shown } = await callWith('accept')
    const notes = [
      'the agent has +12025550195 called',
      'their phone rings',
      'it is picked up',
      'they hear: “A caller wants to speak to you. Press 1.”',
      'they press 1',
      'they wait for the caller',
      'caller and person hear each other',
      'the caller hangs up',
    ]
    const places = notes.map((note) => shown.indexOf(note))
    expect(places.filter((place) => place < 0)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(report).toMatchObject({ meeting: 'met', problem: null })
  })

  test.each([
    ['decline', 'they press 2'],
    ['busy', 'their line is busy'],
    ['no_answer', 'nobody picks up'],
    ['voicemail', 'Twilio takes them for: machine_start'],
    ['hang_up', 'they have hung up'],
  ])('and would %s is seen to do so', async (who, note) => {
    const { report, shown } = await callWith(who)
    expect(shown).toContain(note)
    expect(shown).not.toContain('caller and person hear each other')
    expect(report).toMatchObject({ meeting: 'not_met', problem: null })
  })

  test('and accepts, and is never met, makes no good call', async () => {
    const { report } = await callWith('accept', { losesThePerson: true })
    expect(report).toMatchObject({
      meeting: 'not_met',
      problem: 'The person had accepted, and never met the caller.',
    })
  })
})
