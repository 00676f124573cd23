/** What Scribe alone does, and its ears must live with. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ElevenLabsOptions } from '../simulators/elevenlabs/index.ts'
import { type EarsUnderTest, makeEars } from './ears/EarsUnderTest.ts'
import { type ScribeRig, scribeRig } from './ears/scribeRig.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'
import { quiet, sound, utterance } from './sound.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
})
afterAll(() => probe.dispose())

let rig: ScribeRig
let ears: EarsUnderTest
async function listen(options: ElevenLabsOptions = {}, vadOn = true): Promise<void> {
  rig = await scribeRig(vadOn, options)
  ears = await makeEars(probe, 'scribe-alone', rig)
  await ears.until('ears.ready')
}
afterEach(async () => {
  ears.control.close()
  await rig.close()
})

test('a caller who is silent for so long that no frames come is heard at the first word', async () => {
  await listen({ earsIdleMs: 2_500 })
  const session = await rig.simulator.nthEars(0)
  // Longer than the vendor would have waited.
  await session.log.until(({ atMs, from }) => from === 'client' && atMs > 4_000)
  rig.vendor.understand('Are you still there?')
  expect((await ears.turn()).text).toBe('Are you still there?')
  expect(ears.count('ears.failed')).toBe(0)
})

test('a turn that the vendor cuts because it is long comes whole', async () => {
  await listen({ longestSegmentMs: 1_500 })
  rig.vendor.understand('I would like')
  rig.vendor.understand('to book a table.')
  const session = await rig.simulator.nthEars(0)
  ears.hear(...sound(1_500))
  await session.log.until(({ message }) => message['message_type'] === 'committed_transcript')
  await ears.control.sync()
  ears.hear(...utterance())
  ears.commit()
  expect((await ears.until('ears.final')).text).toBe('I would like to book a table.')
  const partials = ears.events.flatMap((event) => (event.type === 'ears.partial' ? event.text : []))
  expect(partials.at(-1)).toBe('I would like to book a table.')
  expect(ears.count('ears.final')).toBe(1)
})

test('a vendor that does not answer a commit any more is given up', async () => {
  await listen()
  rig.simulator.fault({ kind: 'silent' })
  await ears.speak()
  const { failure } = await ears.until('ears.failed')
  expect(failure).toMatchObject({ again: true, cause: 'ElevenLabs gave no transcript.' })
})

test('a vendor that hears somebody speak and says nothing is given up', async () => {
  await listen({}, false)
  rig.simulator.fault({ kind: 'silent' })
  ears.hear(...sound(4_000))
  const { failure } = await ears.until('ears.failed')
  expect(failure.cause).toBe('ElevenLabs gave no sign of life any more.')
})

test('a session that does not begin is given up', async () => {
  rig = await scribeRig(true)
  rig.simulator.nextConnection({ faults: [{ kind: 'silent' }] })
  ears = await makeEars(probe, 'scribe-alone', rig)
  const { failure } = await ears.until('ears.failed')
  expect(failure).toMatchObject({ again: true, cause: 'ElevenLabs did not begin to listen.' })
})

test('a close without a code is told once', async () => {
  await listen()
  rig.simulator.fault({ kind: 'close' })
  const { failure } = await ears.until('ears.failed')
  expect(failure.cause).toBe('The connection to ElevenLabs closed (code 1005).')
  expect(failure.again).toBe(true)
  await (
    await rig.simulator.nthEars(0)
  ).closed
  await ears.control.sync()
  expect(ears.count('ears.failed')).toBe(1)
})

test.each([
  ['quota_exceeded', false],
  ['auth_error', false],
  ['rate_limited', true],
  ['session_time_limit_exceeded', true],
  ['transcriber_error', true],
])('after %s, trying again may help: %s', async (type, again) => {
  await listen()
  rig.simulator.fault({ kind: 'error', type, message: 'The sk_secretkey is wrong.' })
  const { failure } = await ears.until('ears.failed')
  expect(failure).toMatchObject({ again, cause: `ElevenLabs: The sk-… is wrong (${type}).` })
})

test.each([
  [{ kind: 'warning', message: 'It is loud.' } as const],
  [{ kind: 'error', type: 'input_error', message: 'It is loud.', stays: true } as const],
])('is troubled by %o, and goes on', async (fault) => {
  await listen()
  rig.simulator.fault(fault)
  expect((await ears.until('ears.troubled')).detail).toBe('ElevenLabs: It is loud.')
  await ears.turn()
})

test('what the protocol does not know yet is no error', async () => {
  await listen()
  rig.simulator.fault({ kind: 'unknown_message' })
  await ears.turn()
  expect(ears.control.failures).toEqual([])
})

test('the session is asked for as it is set, in the caller’s language, with the key in a header', async () => {
  await listen({}, false)
  const { config } = await rig.simulator.nthEars(0)
  expect(config).toMatchObject({
    model_id: 'scribe_v2_realtime',
    audio_format: 'ulaw_8000',
    commit_strategy: 'vad',
    language_code: 'en',
  })
  expect(config.token).toBeUndefined()
})

test('a page instead of a socket is a vendor that may be there in a moment', async () => {
  rig = await scribeRig(true)
  rig.simulator.connections = { page: true }
  ears = await makeEars(probe, 'scribe-alone', rig)
  ears.hear(...quiet(200))
  expect((await ears.until('ears.failed')).failure.again).toBe(true)
})
