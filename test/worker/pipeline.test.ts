/** Whole calls with ears, brain and mouth apart: ElevenLabs hears and speaks, OpenAI thinks. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PHRASES } from '../simulators/audio/phrases.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import type { VoiceInput } from './agents.ts'
import { ask, callerSays, type Harness, hearOut } from './harness.ts'
import {
  ELEVENLABS_KEY,
  heardPhrases,
  OPENAI_KEY,
  PIPELINE,
  type PipelineHarness,
  startPipelineHarness,
} from './pipelineVendors.ts'

let stage: PipelineHarness
let harness: Harness
beforeAll(async () => {
  stage = await startPipelineHarness()
  ;({ harness } = stage)
})
afterAll(() => stage.close())

/** Sockets are the newest ones of a test. */
afterEach(() => {
  stage.elevenLabs.connections = {}
})

const greetedBy = (text: string): VoiceInput => ({
  greeting: { type: 'fixed', text, interruptible: true },
})

const agentTexts = ({ turns }: Awaited<ReturnType<Harness['storedCall']>>): string[] =>
  turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)

async function end(call: SimulatedCall) {
  call.hangUp()
  await call.ended
  return harness.storedCall(call.callSid)
}

test.concurrent(
  'what the mouth speaks is intelligible at the caller, and the record holds what was said',
  async () => {
    const number = await harness.newNumber(greetedBy(PHRASES.book), [{ say: PHRASES.services }], {
      engine: PIPELINE,
    })
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, PHRASES.hours)
    await call.agentIdle(400)
    const stored = await end(call)
    expect(await heardPhrases(call)).toEqual(['book', 'services'])
    expect(stored.turns.map(({ role, heardText }) => [role, heardText])).toEqual([
      ['agent', PHRASES.book],
      ['caller', PHRASES.hours],
      ['agent', PHRASES.services],
    ])
    expect(stored.call).toMatchObject({ status: 'completed', failure: null })
    const { usage } = stored.call
    const units = usage.map(({ unit }) => unit)
    expect(units).toContain('heard_sec')
    expect(units).toContain('characters')
    expect(units).toContain('text_out_tokens')
    const timing = stored.turns.at(-1)?.timing
    const moments = [
      timing?.speechEndedAt,
      timing?.endpointedAt,
      timing?.respondedAt,
      timing?.thoughtAt,
      timing?.firstAudioAt,
      timing?.firstHeardAt,
    ].map((at) => at ?? NaN)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
    expect(call.warnings).toEqual([])
  },
)

test.concurrent('the sound of the mouth reaches the phone as its vendor sent it', async () => {
  const number = await harness.newNumber(greetedBy(PHRASES.where), [], { engine: PIPELINE })
  const pieces: string[] = []
  const call = harness.placeCall(number)
  call.on('agentAudio', (payload) => pieces.push(payload))
  await hearOut(call)
  await end(call)
  // µ-law that was resampled as if it were PCM would be noise, which nobody recognises.
  expect(await heardPhrases(call)).toEqual(['where'])
  expect(pieces.join('').length).toBeGreaterThan(0)
})

test.concurrent(
  'the times of turns are our own: each begins between the answers around it',
  async () => {
    const number = await harness.newNumber(
      greetedBy('Hello.'),
      Array.from({ length: 3 }, () => ({ say: 'Yes.' })),
      { engine: PIPELINE },
    )
    const call = harness.placeCall(number)
    const begun = [Date.now()]
    await hearOut(call)
    for (let turn = 0; turn < 3; turn++) {
      await ask(call, PHRASES.price)
      begun.push(Date.now())
      await call.agentIdle(300)
    }
    const { turns, call: record } = await end(call)
    const asked = turns
      .filter(({ role }) => role === 'caller')
      .map(({ startedAtMs }) => record.startedAt + startedAtMs)
    // A busy machine may cut a question in two.
    for (const [turn, from] of begun.slice(0, -1).entries()) {
      const until = begun[turn + 1] ?? 0
      expect(asked.filter((at) => from < at && at < until)).not.toEqual([])
    }
  },
)

test.concurrent(
  'a caller who is talked to too long falls into the word, and the brain knows what was heard',
  async () => {
    const number = await harness.newNumber(
      greetedBy('Hello.'),
      [{ say: `${PHRASES.services} ${PHRASES.price} ${PHRASES.where}` }, { say: PHRASES.goodbye }],
      { engine: PIPELINE },
    )
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, PHRASES.hours)
    await Promise.all([call.until('cleared'), call.speak(callerSays(PHRASES.interrupt))])
    await hearOut(call)
    const stored = await end(call)
    const [, cut, last] = stored.turns.filter(({ role }) => role === 'agent')
    expect(cut).toMatchObject({ interrupted: true })
    expect(cut?.text.startsWith(cut.heardText)).toBe(true)
    expect(cut?.heardText.length).toBeLessThan(cut?.text.length ?? 0)
    expect(last?.heardText).toBe(PHRASES.goodbye)
    const asked = JSON.stringify(
      harness.model.text.exchanges
        .filter(({ body }) => JSON.stringify(body).includes(number))
        .at(-1)?.body,
    )
    expect(asked).toContain(PHRASES.interrupt)
    expect(asked).not.toContain(PHRASES.where)
  },
)

test('without a voice to be had, callers hear why in the carrier’s own, and the record says it', async () => {
  const number = await harness.newNumber(
    { ...greetedBy('Hello.'), fallbackNumber: '+12025550190' },
    [],
    { engine: PIPELINE },
  )
  stage.elevenLabs.connections = { refuse: 401, status: 'quota_exceeded' }
  const call = harness.placeCall(number)
  await call.ended
  expect(call.said.join(' ')).not.toBe('')
  expect(call.dialed).toMatchObject([{ number: '+12025550190' }])
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ status: 'failed', endReason: 'model_failed' })
  expect(record.failure).toMatch(/ElevenLabs/)
})

test('a spare mouth speaks when the first has used up its quota, and the page says so', async () => {
  const spare = { vendor: 'openai', model: 'gpt-realtime-2.1', voice: 'marin', speed: 1 } as const
  const number = await harness.newNumber(greetedBy('Hello.'), [{ say: PHRASES.book }], {
    engine: { ...PIPELINE, spares: { ears: null, brain: null, mouth: spare } },
  })
  const call = harness.placeCall(number)
  await hearOut(call)
  for (const mouth of stage.elevenLabs.mouths)
    mouth.fault({ kind: 'error', type: 'quota_exceeded' })
  stage.elevenLabs.connections = { refuse: 401, status: 'quota_exceeded' }
  await ask(call, PHRASES.hours)
  await call.agentIdle(400)
  const stored = await end(call)
  expect(agentTexts(stored)).toEqual(['Hello.', PHRASES.book])
  expect(stored.events.map(({ summary }) => summary).join('\n')).toContain(
    'The spare mouth took over.',
  )
})

test('no secret is in a log, a record or an event', async () => {
  const number = await harness.newNumber(greetedBy('Hello.'), [{ say: 'Yes.' }], {
    engine: PIPELINE,
  })
  const call = harness.placeCall(number)
  await hearOut(call)
  stage.elevenLabs.fault({ kind: 'malformed' })
  harness.model.text.nextFault({ kind: 'refuse', status: 429, retryAfterSec: 0 })
  await ask(call, PHRASES.hours)
  await call.agentIdle(400)
  const told = JSON.stringify([await end(call), harness.log])
  for (const secret of [ELEVENLABS_KEY, OPENAI_KEY]) expect(told).not.toContain(secret)
})
