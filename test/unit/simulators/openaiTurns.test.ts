import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { PHRASES } from '../../simulators/audio/phrases.ts'
import { resample } from '../../simulators/audio/resample.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { readWav } from '../../simulators/audio/wav.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Client, PHONE, connect } from './realtimeClient.ts'

const AT_ONCE = { firstAudioDelayMs: 0, timesRealTime: 10_000 }
const SLOWLY = { firstAudioDelayMs: 0, timesRealTime: 5 }
const WAV = readFileSync(new URL('../../simulators/audio/caller.wav', import.meta.url))
const CALLER = readWav(WAV).channels[0] ?? new Int16Array()

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

function silence(ms: number): Int16Array {
  return new Int16Array(ms * 8)
}

function withDetection(detection: Record<string, unknown> | null) {
  const { audio } = PHONE
  const input = { ...audio.input, turn_detection: detection }
  return { audio: { ...audio, input } }
}

/** What was heard of the caller, without the model's answers. */
function turnsOf(client: Client): string[] {
  return client.types().filter((type) => type.startsWith('input_audio_buffer.'))
}

function millisecondsOf(client: Client): unknown[] {
  return client.session.log.entries.flatMap(({ event }) => {
    const at = event.audio_start_ms ?? event.audio_end_ms
    return typeof at === 'number' ? [at] : []
  })
}

test('finds the two turns of the shipped recording, and when they were', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE, brain: () => ({}) })
  const client = await connect(simulator)
  client.hear(silence(1000))
  client.hear(CALLER)
  client.hear(silence(1000))
  await client.session.until(() => turnsOf(client).length === 6)
  const turn = ['speech_started', 'speech_stopped', 'committed'].map(
    (what) => `input_audio_buffer.${what}`,
  )
  expect(turnsOf(client)).toEqual([...turn, ...turn])
  const [firstStart, firstEnd, secondStart, secondEnd] = millisecondsOf(client)
  // Speech rises 0.3 s into the recording; 300 ms before it belong to the turn.
  expect(firstStart).toBeGreaterThan(950)
  expect(firstStart).toBeLessThan(1100)
  // It ends 2.3 s into the recording; 500 ms of silence end the turn.
  expect(firstEnd).toBeGreaterThan(3700)
  expect(firstEnd).toBeLessThan(3950)
  expect(secondStart).toBeGreaterThan(4500)
  expect(secondEnd).toBeLessThan(6800)
})

test('hears the same in 24 kHz PCM', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE, brain: () => ({}) })
  const client = await connect(simulator, { audio: { input: { format: { type: 'audio/pcm' } } } })
  const pcm = resample(CALLER, 8000, 24_000)
  for (let at = 0; at < pcm.length; at += 2400) {
    const piece = pcm.slice(at, at + 2400)
    const audio = Buffer.from(piece.buffer).toString('base64')
    client.send({ type: 'input_audio_buffer.append', audio })
  }
  await client.session.until(() => turnsOf(client).length >= 4)
  expect(millisecondsOf(client)[0]).toBeLessThan(100)
})

test('a turn is committed and answered in the documented order, and transcribed later', async () => {
  simulator = await startOpenAi({ pace: SLOWLY, transcriptionDelayMs: 30 })
  const client = await connect(simulator)
  client.hear(silence(200))
  client.hear(speak(PHRASES.hours, CALLER_VOICE))
  client.hear(silence(700))
  const { event } = await client.session.until(
    'conversation.item.input_audio_transcription.completed',
  )
  expect(event).toMatchObject({ transcript: PHRASES.hours, usage: { type: 'duration' } })
  expect(client.types().slice(2, 10)).toEqual([
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'input_audio_buffer.committed',
    'conversation.item.added',
    'conversation.item.done',
    'response.created',
    'rate_limits.updated',
    expect.any(String),
  ])
  const started = await client.session.until('input_audio_buffer.speech_started')
  expect(event.item_id).toBe(started.event.item_id)
})

test('speaking over the answer cancels it', async () => {
  simulator = await startOpenAi({ light: true, pace: SLOWLY })
  const client = await connect(simulator)
  simulator.script([{ say: 'A long answer that the caller will not want to hear to its end.' }])
  client.send({ type: 'response.create' })
  await client.session.until('response.output_audio_transcript.delta')
  client.hear(speak(PHRASES.interrupt, CALLER_VOICE))
  const { event } = await client.session.until('response.done')
  expect(event.response).toMatchObject({
    status: 'cancelled',
    status_details: { reason: 'turn_detected' },
  })
  const types = client.types()
  expect(types.indexOf('input_audio_buffer.speech_started')).toBeLessThan(
    types.indexOf('response.done'),
  )
})

test('with both switches off, the model neither stops nor answers by itself', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE })
  const client = await connect(
    simulator,
    withDetection({ type: 'server_vad', create_response: false, interrupt_response: false }),
  )
  client.hear(speak(PHRASES.hours, CALLER_VOICE))
  client.hear(silence(700))
  await client.session.until('conversation.item.input_audio_transcription.completed')
  expect(turnsOf(client)).toHaveLength(3)
  expect(client.types()).not.toContain('response.created')
})

test('a turn that may not interrupt is refused while the model speaks', async () => {
  simulator = await startOpenAi({ light: true, pace: SLOWLY })
  const client = await connect(
    simulator,
    withDetection({ type: 'server_vad', interrupt_response: false }),
  )
  simulator.script([{ say: 'A long answer that goes on whatever the caller may say to it.' }])
  client.send({ type: 'response.create' })
  await client.session.until('response.output_audio_transcript.delta')
  client.hear(speak(PHRASES.hours, CALLER_VOICE))
  client.hear(silence(700))
  const { event } = await client.session.until('error')
  expect(event.error).toMatchObject({ code: 'conversation_already_has_active_response' })
  expect(client.session.responding).toBe(true)
})

test('without detection the client commits by hand', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE })
  const client = await connect(simulator, withDetection(null))
  client.hear(CALLER)
  client.send({ type: 'input_audio_buffer.commit' })
  await client.session.until('conversation.item.done')
  expect(turnsOf(client)).toEqual(['input_audio_buffer.committed'])
  expect(client.session.responding).toBe(false)
})

test('a longer silence keeps a turn together', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE })
  const client = await connect(
    simulator,
    withDetection({ type: 'server_vad', silence_duration_ms: 1800, create_response: false }),
  )
  client.hear(CALLER)
  client.hear(silence(2500))
  await client.session.until('input_audio_buffer.committed')
  expect(turnsOf(client)).toHaveLength(3)
})

test('a silent caller is asked whether they are there', async () => {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE })
  const client = await connect(
    simulator,
    withDetection({ type: 'server_vad', idle_timeout_ms: 5000 }),
  )
  simulator.script([{ say: 'One two three four five.' }])
  client.send({ type: 'response.create' })
  await client.session.until('response.done')
  client.hear(silence(6500))
  client.send({ type: 'input_audio_buffer.clear' })
  await client.session.until('input_audio_buffer.cleared')
  expect(turnsOf(client)).toEqual(['input_audio_buffer.cleared'])
  // Five hummed words take 1.6 s, so the time is up after 6.6 s.
  client.hear(silence(200))
  const { event } = await client.session.until('input_audio_buffer.timeout_triggered')
  expect(event).toMatchObject({ audio_start_ms: 1600, audio_end_ms: 6600 })
  await client.next('response.done')
})
