import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compareWords } from '../../worker/engines/pipeline/speaking/compareWords.ts'
import { type OpenAiSimulator, startOpenAi } from '../simulators/openai/index.ts'
import { describeEars } from './ears/describeEars.ts'
import { realtimeEarsRig } from './ears/realtimeEarsRig.ts'
import { describeMouth } from './mouth/describeMouth.ts'
import { realtimeMouthRig } from './mouth/realtimeMouthRig.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'
import { makeVoice, type VoiceUnderTest } from './realtimeVoice/VoiceUnderTest.ts'
import { quiet, sound, utterance } from './sound.ts'

describeEars('realtime', () => realtimeEarsRig(false))
describeEars('realtime-beside-our-vad', () => realtimeEarsRig(true))
describeMouth('realtime', realtimeMouthRig)

const TEXT =
  'We are open from nine to six. Shall I book a visit for you, or would you rather call again?'

describe('ears and mouth on one session', () => {
  let probe: Probe
  let simulator: OpenAiSimulator
  let voices: VoiceUnderTest[] = []
  beforeAll(async () => {
    probe = await startProbe()
  })
  afterAll(() => probe.dispose())
  beforeEach(async () => {
    simulator = await startOpenAi({
      ear: 'energy',
      recognise: false,
      transcriptionDelayMs: 20,
      pace: { firstAudioDelayMs: 20, timesRealTime: 4 },
    })
  })
  afterEach(async () => {
    for (const voice of voices) voice.control.close()
    voices = []
    await simulator.close()
  })

  async function make(options?: { ownVad: boolean }): Promise<VoiceUnderTest> {
    const voice = await makeVoice(probe, simulator, options)
    voices.push(voice)
    return voice
  }

  test('speak while the caller speaks, and write down what they say', async () => {
    const voice = await make()
    const saying = voice.say(TEXT)
    await voice.piece(saying)
    simulator.fault({ kind: 'transcript', text: 'Tomorrow, please.' })
    voice.hear(...utterance())
    expect(await voice.event('ears.final')).toMatchObject({ text: 'Tomorrow, please.' })
    expect(await voice.over(saying)).toBeNull()
    expect(compareWords(TEXT, voice.spoken(saying))).toEqual({
      asked: 20,
      spoken: 20,
      differing: 0,
    })
    expect(simulator.handshakes).toBe(1)
    expect(voice.control.failures).toEqual([])
  })

  test('keep nothing of what was said in the conversation, and answer nobody', async () => {
    const voice = await make()
    const session = await simulator.nextSession()
    await voice.over(voice.say(TEXT))
    voice.hear(...utterance())
    await voice.event('ears.final')
    await session.until('conversation.item.deleted')
    expect(session.conversation.items).toEqual([])
    const asked = session.log.entries.filter(({ event }) => event.type === 'response.create')
    const answered = session.log.entries.filter(({ event }) => event.type === 'response.created')
    expect(answered).toHaveLength(asked.length)
  })

  test('tell the words that were spoken, also where they are not those that were asked for', async () => {
    const voice = await make()
    await voice.event('ears.ready')
    const session = await simulator.nextSession()
    session.fault({ kind: 'odd_response', how: { instead: 'We are open until seven.' } })
    const saying = voice.say('We are open until six.')
    await voice.over(saying)
    expect(compareWords('We are open until six.', voice.spoken(saying))).toEqual({
      asked: 5,
      spoken: 5,
      differing: 1,
    })
  })

  test.each([
    { kind: 'fail_response' } as const,
    { kind: 'refuse_response' } as const,
    { kind: 'odd_response', how: { empty: true } } as const,
    { kind: 'odd_response', how: { textOnly: true } } as const,
  ])('say a clause once more of which nothing was heard: %j', async (fault) => {
    const voice = await make()
    await voice.event('ears.ready')
    const session = await simulator.nextSession()
    session.fault(fault)
    const saying = voice.say('Good morning.')
    expect(await voice.over(saying)).toBeNull()
    expect(voice.spoken(saying)).toBe('Good morning.')
    session.fault(fault)
    session.fault(fault)
    expect(await voice.over(voice.say('Good evening.'))).toMatch(/^Error: OpenAI/)
    expect(await voice.over(voice.say('Good night.'))).toBeNull()
  })

  test('do not say twice what was begun and broke off', async () => {
    const voice = await make()
    await voice.event('ears.ready')
    const session = await simulator.nextSession()
    session.fault({ kind: 'odd_response', how: { breakOffMs: 300 } })
    expect(await voice.over(voice.say('One two three four five six.'))).toMatch(/incomplete/)
  })

  test('live until both are closed', async () => {
    const voice = await make()
    const session = await simulator.nextSession()
    await voice.event('ears.ready')
    voice.close('ears')
    const saying = voice.say('Good bye.')
    expect(await voice.over(saying)).toBeNull()
    expect(voice.spoken(saying)).toBe('Good bye.')
    voice.close('mouth')
    await session.closed
    expect(simulator.handshakes).toBe(1)
  })

  test('say once that the longest session is over, and the mouth goes on with another', async () => {
    const voice = await make()
    await voice.event('ears.ready')
    const session = await simulator.nextSession()
    simulator.fault({ kind: 'expire' })
    const { failure } = await voice.event('ears.failed')
    expect(failure).toMatchObject({ again: true, cause: expect.stringContaining('60 minutes') })
    await session.closed
    expect(await voice.over(voice.say('Still here.'))).toBeNull()
    expect(simulator.handshakes).toBe(2)
    expect(voice.events.filter(({ type }) => type === 'ears.failed')).toHaveLength(1)
    voice.control.send({ do: 'listen_again' })
    await voice.event('ears.ready', 1)
    simulator.sessions.at(-1)?.fault({ kind: 'transcript', text: 'I am here, too.' })
    voice.hear(...utterance())
    expect(await voice.event('ears.final')).toMatchObject({ text: 'I am here, too.' })
    expect(simulator.handshakes).toBe(2)
  })

  test('fail for good where the session speaks in another format than the line', async () => {
    simulator.nextConnection({ faults: [{ kind: 'other_format', format: 'audio/pcm' }] })
    const { failure } = await (await make()).event('ears.failed')
    expect(failure).toMatchObject({ again: false, cause: expect.stringContaining('audio/pcm') })
  })

  test('give the turns in their order, also where one cannot be written down', async () => {
    const voice = await make({ ownVad: true })
    await voice.event('ears.ready')
    simulator.fault({ kind: 'fail_transcription' })
    for (const text of ['Nobody reads this.', 'I am still there.']) {
      simulator.fault({ kind: 'transcript', text })
    }
    for (let turn = 0; turn < 2; turn++) {
      voice.hear(...sound(800))
      voice.control.send({ do: 'commit' })
    }
    expect(await voice.event('ears.final', 1)).toMatchObject({ text: 'I am still there.' })
    const told = voice.events.flatMap((event) => (event.type === 'ears.final' ? [event.text] : []))
    expect(told).toEqual(['', 'I am still there.'])
    expect(await voice.event('ears.troubled')).toMatchObject({
      detail: expect.stringContaining('not transcribed'),
    })
  })

  test('write down no more than the turn where they are told when it began', async () => {
    const voice = await make({ ownVad: true })
    voice.hear(...quiet(10_000), ...sound(200))
    voice.control.send({ do: 'began' })
    voice.hear(...sound(400))
    voice.control.send({ do: 'began' })
    voice.hear(...sound(400))
    voice.control.send({ do: 'commit' })
    const { usage } = await voice.event('ears.final')
    expect(usage).toMatchObject([{ unit: 'transcribed_sec', amount: 1.8 }])
  })

  test('lose no word over twenty interruptions in a row', async () => {
    const voice = await make()
    await voice.event('ears.ready')
    for (let turn = 0; turn < 20; turn++) {
      simulator.fault({ kind: 'transcript', text: `Turn number ${turn}.` })
      const saying = voice.say(TEXT.repeat(3))
      await voice.piece(saying)
      voice.hear(...quiet(100), ...sound(300), ...quiet(1_200))
      voice.abort(saying)
      expect(await voice.over(saying)).toBeNull()
      expect(await voice.event('ears.final', turn)).toMatchObject({ text: `Turn number ${turn}.` })
    }
    const last = voice.say(TEXT)
    expect(await voice.over(last)).toBeNull()
    expect(compareWords(TEXT, voice.spoken(last)).differing).toBe(0)
    const owed = voice.pieces(last)[0]
    expect(owed?.type).toBe('usage')
    expect(voice.control.failures).toEqual([])
    expect(simulator.handshakes).toBe(1)
  })
})
