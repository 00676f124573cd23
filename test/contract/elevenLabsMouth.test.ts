/** What ElevenLabs' speech alone does, and its mouth must live with. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { humUtterance } from '../simulators/audio/tone.ts'
import type { ElevenLabsOptions } from '../simulators/elevenlabs/index.ts'
import { type ElevenLabsRig, elevenLabsRig } from './mouth/elevenLabsRig.ts'
import { makeMouth, type MouthUnderTest } from './mouth/MouthUnderTest.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
})
afterAll(() => probe.dispose())

let rig: ElevenLabsRig
let mouth: MouthUnderTest
async function open(options: ElevenLabsOptions = {}): Promise<void> {
  rig = await elevenLabsRig(options)
  mouth = await makeMouth(probe, 'elevenlabs-alone', rig)
}
afterEach(async () => {
  mouth.control.close()
  await rig.close()
})

const TEXT = 'We are open from nine to six. Shall I book a visit for you?'
const LONG = 'One two three four five six seven eight nine ten eleven twelve. '.repeat(2)

test('twenty interruptions in a row lose no word of what is said afterwards', async () => {
  // The vendor takes its time to say that a context is over.
  await open({ pace: { finalDelayMs: 3_000 } })
  for (let n = 0; n < 20; n++) {
    const saying = mouth.say(`Number ${n}. `, LONG)
    await saying.begins()
    saying.abort()
    expect((await saying.over()).report).toBe('ended')
  }
  const saying = mouth.say(TEXT)
  expect((await saying.over()).report).toBe('ended')
  expect(saying.words.map(({ text }) => text).join('')).toBe(TEXT)
  const refused = rig.simulator.mouths.flatMap(({ log }) =>
    log.entries.filter(({ from, message }) => from === 'server' && 'error' in message),
  )
  expect(refused).toEqual([])
  expect(rig.simulator.mouths.length).toBeGreaterThan(1)
})

test('a socket that the vendor closes for being idle is there again before it is needed', async () => {
  await open({ mouthIdleMs: 1_500 })
  await mouth.say(TEXT).over()
  const first = await rig.simulator.nthMouth(0)
  await first.closed
  await rig.simulator.nthMouth(1)
  const saying = mouth.say(TEXT)
  expect((await saying.over()).report).toBe('ended')
  expect(rig.simulator.mouths[1]?.begun).toHaveLength(1)
})

test('the sound comes as the vendor sent it', async () => {
  await open()
  const saying = mouth.say('One two three.')
  await saying.over()
  const sent = encodeMulaw(humUtterance('One two three.').pcm)
  expect(Buffer.concat(saying.audio.map((payload) => Buffer.from(payload, 'base64')))).toEqual(
    Buffer.from(sent),
  )
})

test('every character is counted once', async () => {
  await open()
  const saying = mouth.say(...TEXT.split(/(?= )/))
  await saying.over()
  const used = saying.pieces.flatMap((piece) => (piece.type === 'usage' ? piece.usage : []))
  expect(used.reduce((sum, { amount }) => sum + amount, 0)).toBe(TEXT.length)
  expect(used[0]).toMatchObject({
    part: 'mouth',
    vendor: 'elevenlabs',
    model: 'eleven_flash_v2_5',
    unit: 'characters',
  })
})

test('the voice is as it is set', async () => {
  await open()
  await mouth.say(TEXT).over()
  const socket = await rig.simulator.nthMouth(0)
  expect(socket.config).toMatchObject({ output_format: 'ulaw_8000', language_code: 'en' })
  const first = socket.log.entries.find(({ from }) => from === 'client')
  expect(first?.message).toMatchObject({
    text: ' ',
    voice_settings: { stability: 0.5, similarity_boost: 0.75, speed: 1 },
  })
})

test.each([
  ['quota_exceeded', false],
  ['detected_unusual_activity', false],
  ['system_busy', true],
])('after %s, trying again may help: %s', async (type, again) => {
  await open()
  const saying = mouth.say(TEXT, LONG)
  await saying.begins()
  rig.simulator.fault({ kind: 'error', type, message: 'No more for sk_secretkey.' })
  expect(await saying.over()).toMatchObject({
    report: 'failed',
    failure: { again, cause: `ElevenLabs: No more for sk-… (${type}).` },
  })
})

test('a vendor that falls silent in mid-sentence has not said it', async () => {
  await open()
  const saying = mouth.say(TEXT, LONG)
  await saying.begins()
  rig.simulator.fault({ kind: 'silent' })
  expect(await saying.over()).toMatchObject({ report: 'failed', failure: { again: true } })
  const next = mouth.say(TEXT)
  expect((await next.over()).report).toBe('ended')
})

test('a close without a code in mid-sentence is a failure, told once', async () => {
  await open()
  const saying = mouth.say(TEXT, LONG)
  await saying.begins()
  rig.simulator.fault({ kind: 'close' })
  expect(await saying.over()).toMatchObject({
    report: 'failed',
    failure: { again: true, cause: 'The connection to ElevenLabs closed (code 1005).' },
  })
})

test('a vendor that is too busy says when to come again; a page instead of a socket does not', async () => {
  rig = await elevenLabsRig()
  const answers = []
  for (const plan of [{ refuse: 429, retryAfterSec: 2 }, { page: true }]) {
    rig.simulator.connections = plan
    mouth = await makeMouth(probe, 'elevenlabs-alone', rig)
    answers.push(await mouth.say(TEXT).over())
    mouth.control.close()
  }
  expect(answers).toMatchObject([
    { failure: { again: true, retryAfterMs: 2_000 } },
    { failure: { again: true, retryAfterMs: null } },
  ])
})

test('what the protocol does not know yet is no error', async () => {
  await open()
  const saying = mouth.say(TEXT, LONG)
  await saying.begins()
  rig.simulator.fault({ kind: 'unknown_message' })
  expect((await saying.over()).report).toBe('ended')
  expect(mouth.control.failures).toEqual([])
})

test('what is written slowly is spoken as it comes', async () => {
  await open()
  const saying = mouth.begin()
  for (const text of ['Well, ', 'let me see. ', 'There is a free table ', 'at seven, ']) {
    saying.write(text)
    await mouth.control.sync()
  }
  await saying.begins()
  saying.write('shall I take it?')
  saying.end()
  expect((await saying.over()).report).toBe('ended')
  expect(saying.words.map(({ text }) => text).join('')).toBe(
    'Well, let me see. There is a free table at seven, shall I take it?',
  )
})
