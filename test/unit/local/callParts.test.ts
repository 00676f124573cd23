import { mkdtempSync } from 'node:fs'
import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentSettingsSchema } from '../../../convex/model/agent.ts'
import { readCallArguments, type Surroundings } from '../../local/callArguments.ts'
import { readCallerSpeech } from '../../local/callerSpeech.ts'
import { measure, type PhoneFacts } from '../../local/measure.ts'
import { loadSettings } from '../../local/settings.ts'
import type { Running } from '../../local/stateFolder.ts'
import { type Trial, trialAgent } from '../../local/trialAgent.ts'
import { writeWav } from '../../simulators/audio/wav.ts'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))

/** A machine with these settings; nothing runs on it, but something was started once. */
function around(env: NodeJS.ProcessEnv = {}, more: Partial<Surroundings> = {}): Surroundings {
  const settings = loadSettings(env, folder)
  return { settings, running: null, phoneToken: 'a-secret', env: {}, ...more }
}

const RUNNING: Running = {
  pid: 1,
  url: 'http://127.0.0.1:9001',
  publicUrl: 'https://calls.example.com',
  simulated: { phone: true, model: true, voice: true },
  brainPort: 9003,
  phonePort: 9004,
  sipPhones: 'http://127.0.0.1:9005',
}

test('without arguments the local Worker’s first number is called', () => {
  expect(readCallArguments([], around())).toMatchObject({
    url: 'http://127.0.0.1:8787',
    publicUrl: 'http://127.0.0.1:8787',
    authToken: 'a-secret',
    simulatedModel: false,
    to: '+12025550100',
    bargeIn: false,
    dtmf: '',
    line: null,
    out: null,
  })
})

test('the Worker that runs on the state folder is called as it was told', () => {
  const told = { url: 'http://127.0.0.1:9001', publicUrl: 'https://calls.example.com' }
  const here = around({ TWILIO_AUTH_TOKEN: 't' }, { running: RUNNING })
  expect(readCallArguments([], here)).toMatchObject({ ...told, authToken: 'a-secret' })
  expect(readCallArguments([], here)).toMatchObject({ simulatedModel: true })
  const elsewhere = readCallArguments(['--url', 'http://127.0.0.1:9002'], here)
  expect(elsewhere).toMatchObject({ publicUrl: 'http://127.0.0.1:9002', authToken: 't' })
})

test('where nothing was ever started, nothing can be signed', () => {
  const empty = around({ STATE_DIR: '/none' }, { phoneToken: null })
  expect(() => readCallArguments([], empty)).toThrow('started with the state folder /none')
})

test('with an account, signatures are made for the public origin', () => {
  const here = around({ TWILIO_AUTH_TOKEN: 't', PUBLIC_URL: 'https://a.example/', PORT: '9000' })
  expect(readCallArguments([], here)).toMatchObject({
    url: 'http://127.0.0.1:9000',
    publicUrl: 'https://a.example',
    authToken: 't',
  })
})

test('localhost is signed as the address that the Worker knows itself by', () => {
  expect(readCallArguments(['--url', 'http://localhost:8787/'], around())).toMatchObject({
    url: 'http://localhost:8787',
    publicUrl: 'http://127.0.0.1:8787',
  })
})

test.each([
  ['npm_config_barge_in', '--barge-in'],
  ['npm_config_json', '--json'],
  ['npm_config_token_description', '--to'],
])('what npm took for itself by %s is noticed', (name, option) => {
  const env = { npm_lifecycle_event: 'call', [name]: 'true' }
  const complaint = `npm took ${option} for itself. Write -- before the options: npm run call -- ${option}`
  expect(() => readCallArguments([], around({}, { env }))).toThrow(complaint)
  expect(() => readCallArguments([], around({}, { env: { [name]: 'true' } }))).not.toThrow()
})

test.each([
  [['--dtmf', '12a'], 'keys 0-9, * and #, not “12a”'],
  [['--to', '555'], '--to takes a number in E.164'],
  [['--line', 'echo=loud'], 'A line is written like echo=-20dB@150ms'],
  [['--url', '127.0.0.1:8787'], '--url takes an origin'],
  [['--loud'], "Unknown option '--loud'"],
  [['extra'], 'extra'],
])('%j is refused', (args, reason) => {
  expect(() => readCallArguments(args, around())).toThrow(reason)
})

test('an agent is made for the call where its engine or its brain is said', () => {
  const here = around({}, { running: RUNNING })
  const trial = (...args: string[]) => readCallArguments(args, here)?.trial
  expect(trial()).toBeNull()
  expect(trial('--engine', 'pipeline')).toEqual({ engine: 'pipeline', brain: null, person: false })
  const url = 'http://127.0.0.1:8080/agent'
  expect(trial('--brain', url)).toEqual({ engine: null, brain: { url }, person: false })
  const example = { engine: null, brain: { url: '' }, person: false }
  expect(trial('--brain')).toEqual(example)
  expect(trial('--brain', '--json')).toEqual(example)
  expect(trial('--engine', 'pipeline', '--brain')).toEqual({ ...example, engine: 'pipeline' })
  expect(readCallArguments(['--brain'], here)).toMatchObject({ brainPort: 9003, json: false })
})

test.each([
  [['--engine', 'quantum'], '--engine takes one of realtime, pipeline, echo, not “quantum”'],
  [['--engine'], 'argument missing'],
  [['--engine', 'echo', '--brain'], '--brain thinks in a pipeline: leave --engine echo out.'],
  [['--engine', 'pipeline', '--to', '+12025550100'], '--to calls an agent that is there'],
  [['--brain', '8080'], '--brain takes an address like http://127.0.0.1:8080, not “8080”'],
])('%j makes no agent', (args, reason) => {
  expect(() => readCallArguments(args, around({}, { running: RUNNING }))).toThrow(reason)
})

test('a brain on this machine is asked by the Worker of this machine alone', () => {
  for (const args of [['--brain'], ['--brain', 'http://localhost:8080']]) {
    expect(() => readCallArguments(args, around())).toThrow('needs npm start in another terminal')
  }
  expect(readCallArguments(['--brain', 'https://a.example'], around())).toMatchObject({
    trial: { brain: { url: 'https://a.example' } },
    brainPort: null,
  })
})

test('the agent of a call hears, thinks and speaks as it was said', () => {
  const { settings } = around({ OPENAI_MODEL: 'gpt-realtime-2', SYSTEM_PROMPT: 'You sell shoes.' })
  const engine = (trial: Trial, url: string | null = null) =>
    agentSettingsSchema.parse(trialAgent(settings, trial, url)).engine
  expect(engine({ engine: 'realtime', brain: null, person: false })).toMatchObject({
    model: 'gpt-realtime-2',
  })
  expect(engine({ engine: 'pipeline', brain: null, person: false })).toMatchObject({
    ears: { vendor: 'elevenlabs' },
    brain: { kind: 'responses' },
  })
  const url = 'http://127.0.0.1:9003/'
  const brain = { url: '' }
  expect(engine({ engine: null, brain, person: false }, url)).toMatchObject({
    ears: { vendor: 'openai' },
    brain: { kind: 'http', url },
    mouth: { vendor: 'openai' },
  })
  expect(engine({ engine: 'pipeline', brain, person: false }, url)).toMatchObject({
    mouth: { vendor: 'elevenlabs' },
  })
  expect(trialAgent(settings, { engine: 'echo', brain: null, person: false }, null)).toMatchObject({
    instructions: 'You sell shoes.',
    engine: { engine: 'echo' },
  })
})

test('a person is made for a call that asks for one, and behind whatever number is called', () => {
  const here = around({}, { running: RUNNING })
  const args = readCallArguments(['--transfer', 'busy'], here)
  expect(args).toMatchObject({
    transfer: { person: { does: 'busy' }, restPort: 9004 },
    trial: { engine: null, brain: null, person: true },
    say: ['Can I speak to a real person?'],
  })
  const { destinations } = agentSettingsSchema.parse(
    trialAgent(here.settings, { engine: null, brain: null, person: true }, null),
  ).tools
  expect(destinations).toMatchObject([{ name: 'Front desk', mode: 'warm', ringSec: 8 }])
  // An agent that is there knows whom to call.
  const to = ['--to', '+12025550100']
  expect(readCallArguments(['--transfer', 'accept', ...to], here)).toMatchObject({ trial: null })
  const own = readCallArguments(['--transfer', 'accept', '--say', 'Sales, please.'], here)
  expect(own?.say).toEqual(['Sales, please.'])
})

test.each([
  [{ running: RUNNING }, 'sleep', '--transfer takes one of accept, decline, busy'],
  [{}, 'accept', '--transfer needs npm start in another terminal'],
  [
    { running: { ...RUNNING, simulated: { ...RUNNING.simulated, phone: false } } },
    'accept',
    'would ring real persons',
  ],
] satisfies [Partial<Surroundings>, string, string][])(
  'with %j nobody who would %s is called',
  (more, who, reason) => {
    expect(() => readCallArguments(['--transfer', who], around({}, more))).toThrow(reason)
  },
)

test('the line of the call is described in words', () => {
  expect(readCallArguments(['--line', 'echo=-20dB@150ms,loss=3%'], around())).toMatchObject({
    line: { echo: { db: -20, delayMs: 150 }, loss: 0.03 },
  })
})

/** Sound (1) and silence (0), a tenth of a second each. */
function sound(pattern: string, sampleRate: number, level = 8000): Int16Array {
  const length = sampleRate / 10
  return Int16Array.from({ length: pattern.length * length }, (_, n) =>
    pattern[Math.floor(n / length)] === '1'
      ? Math.round(level * Math.sin((2 * Math.PI * 300 * n) / sampleRate))
      : 0,
  )
}

async function wavFile(bytes: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'wav-')), 'caller.wav')
  await writeFile(path, bytes)
  return path
}

test('speech is cut where the caller waits for an answer, and not at a breath', async () => {
  const left = sound('001110011100000000001110', 44_100)
  const right = new Int16Array(left.length)
  const path = await wavFile(writeWav({ sampleRate: 44_100, channels: [left, right] }))
  const utterances = readCallerSpeech(path)
  const seconds = utterances.map(({ audio }) => audio.length / 8000)
  expect(seconds).toHaveLength(2)
  expect(seconds[0]).toBeCloseTo(0.8 + 0.24, 1)
  expect(seconds[1]).toBeCloseTo(0.3 + 0.24, 1)
  expect(utterances[0]?.speech?.first).toBe(6)
})

test('a quiet recording is speech as well', async () => {
  const path = await wavFile(writeWav({ sampleRate: 8000, channels: [sound('0110', 8000, 300)] }))
  expect(readCallerSpeech(path)).toHaveLength(1)
})

test('a file without speech, or that is no WAV, is refused by its name', async () => {
  const silent = await wavFile(writeWav({ sampleRate: 8000, channels: [new Int16Array(8000)] }))
  expect(() => readCallerSpeech(silent)).toThrow(`${silent} holds no speech.`)
  const text = await wavFile(Buffer.from('hello'))
  expect(() => readCallerSpeech(text)).toThrow(`${text} cannot be read: This is not a WAV`)
})

test('an hour is read in pieces, and more than that is not read at all', async () => {
  const hour = 3600 * 8000
  const path = await wavFile(writeWav({ sampleRate: 8000, channels: [sound('0110', 8000)] }))
  // A sparse file: only its length is there.
  const header = Buffer.from(await readFile(path))
  header.writeUInt32LE(2 * (hour + 8000 * 60), 40)
  await writeFile(path, header)
  await truncate(path, 44 + 2 * hour)
  expect(readCallerSpeech(path)).toHaveLength(1)
  await truncate(path, 44 + 2 * (hour + 8000 * 60))
  expect(() => readCallerSpeech(path)).toThrow('It lasts 61 minutes, and a call 60 at the most.')
})

const greeted: PhoneFacts = {
  placedAt: 0,
  openedAt: 150,
  firstAudioAt: 400,
  spoken: [],
  heard: [{ startedAt: 400, endedAt: 3000 }],
  clears: [],
}
const said = (from: number, to: number) => ({
  startedAt: from - 100,
  endedAt: to + 100,
  speechStartedAt: from,
  speechEndedAt: to,
  complete: true,
})
const clear = (at: number, droppedBytes: number) => ({
  at,
  droppedBytes,
  receivedBytes: 0,
  playedBytes: 0,
  droppedMarks: [],
  current: null,
})

test('an answer is timed from the caller’s last sound to the agent’s first', () => {
  const heard = [...greeted.heard, { startedAt: 6000, endedAt: 8000 }]
  expect(measure({ ...greeted, spoken: [said(4000, 5200), said(9000, 9500)], heard })).toEqual({
    firstWordMs: 250,
    firstWordFromWebhookMs: 400,
    answerMs: [800],
    bargeInMs: [],
  })
})

test('an interruption is timed from the caller’s first sound to the agent’s silence', () => {
  const spoken = [said(1600, 2800)]
  const heard = [
    { startedAt: 400, endedAt: 1780 },
    { startedAt: 3300, endedAt: null },
  ]
  const times = measure({ ...greeted, spoken, heard, clears: [clear(1780, 9000)] })
  expect(times).toMatchObject({ bargeInMs: [180], answerMs: [500] })
})

test('an agent that finished by itself was not interrupted', () => {
  const times = measure({ ...greeted, spoken: [said(2900, 3500)], clears: [clear(3000, 0)] })
  expect(times.bargeInMs).toEqual([])
})

test('an agent that waits for the caller has no first word of its own', () => {
  const heard = [{ startedAt: 2500, endedAt: 3000 }]
  const facts = { ...greeted, firstAudioAt: 2500, spoken: [said(1000, 2000)], heard }
  expect(measure(facts)).toMatchObject({ firstWordMs: null, answerMs: [500] })
})

test('the Worker is killed after a time that is said, and only where it is started again', () => {
  const here = around({}, { running: RUNNING })
  const kill = (text: string, where = here) =>
    readCallArguments(['--kill-worker', text], where)?.kill
  expect(kill('5s')).toEqual({ afterMs: 5_000, launcher: RUNNING.pid })
  expect(kill('800ms')).toEqual({ afterMs: 800, launcher: RUNNING.pid })
  expect(kill('1.5s')).toMatchObject({ afterMs: 1_500 })
  for (const text of ['5', 'soon', '-1s']) {
    expect(() => readCallArguments([`--kill-worker=${text}`], here)).toThrow('takes a time like 5s')
  }
  expect(() => kill('5s', around())).toThrow('needs npm start in another terminal')
})

test('--sip calls the simulated OpenAI of the Worker that runs here', () => {
  const here = around({}, { running: RUNNING })
  expect(readCallArguments(['--sip'], here)).toMatchObject({ sip: 'http://127.0.0.1:9005' })
  expect(readCallArguments([], here)).toMatchObject({ sip: null })
})

test.each([
  ['nothing runs', null, ['--sip'], 'npm start in another terminal'],
  ['the model is real', { ...RUNNING, sipPhones: null }, ['--sip'], 'the simulated model'],
  ['another engine is wanted', RUNNING, ['--sip', '--engine', 'pipeline'], 'without --engine'],
  ['a bad line is wanted', RUNNING, ['--sip', '--line', 'mobile'], 'without --line'],
])('--sip is refused in words where %s', (_, running, args, words) => {
  expect(() => readCallArguments(args, around({}, { running }))).toThrow(words)
})
