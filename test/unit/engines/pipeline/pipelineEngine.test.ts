import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EngineEvent } from '../../../../worker/call/events.ts'
import {
  CONTINUE,
  FakeBrain,
  FakeMouth,
  FOR_GOOD,
  FOR_NOW,
  line,
  listening,
  OPEN,
  pipelineOf,
  text,
} from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Everything that needs no time happens. */
const settle = () => vi.advanceTimersByTimeAsync(0)
const shape = (events: readonly EngineEvent[]) => events.map(({ type }) => type.slice(7))

describe('a pipeline that is asked for an answer', () => {
  test('hears, thinks, and speaks while it thinks', async () => {
    const brain = new FakeBrain([
      text('We are open. '),
      text('Come by.'),
      { type: 'usage', usage: [line('brain', 'text_out_tokens', 5)] },
    ])
    const bench = listening({ brains: [brain] })
    bench.says('Are you open?')
    const [turn] = bench.of('engine.transcribed')
    bench.perform({ ...CONTINUE, turn: turn?.itemId ?? '' })
    await settle()
    expect(new Set(shape(bench.events))).toEqual(
      new Set([
        'ready',
        'speech_started',
        'speech_stopped',
        'committed',
        'transcribed',
        'response_started',
        'scripted',
        'words',
        'audio',
        'timed',
        'said',
        'response_done',
      ]),
    )
    expect(bench.of('engine.committed')[0]).toMatchObject({ text: 'Are you open?' })
    expect(bench.of('engine.said')[0]?.text).toBe('We are open. Come by.')
    const { usage, status } = bench.of('engine.response_done')[0] ?? {}
    expect(status).toBe('completed')
    expect(usage?.map(({ part }) => part).toSorted()).toEqual(['brain', 'mouth'])
    expect(brain.questions).toMatchObject([
      {
        key: `CA00000000000000000000000000000001:${turn?.itemId}`,
        attempt: 1,
        supersedes: null,
        history: [{ kind: 'caller', text: 'Are you open?' }],
        toolChoice: 'auto',
      },
    ])
  })

  test('begins to speak before the answer is whole', async () => {
    const bench = listening({ brains: [new FakeBrain([text('We are open, '), 'stall'])] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.of('engine.audio').length).toBeGreaterThan(0)
    expect(bench.of('engine.response_done')).toEqual([])
  })

  test('says given words without a brain, and nothing else', async () => {
    const brain = new FakeBrain()
    const bench = listening({ brains: [brain] })
    bench.perform({ type: 'engine.respond', request: { kind: 'verbatim', text: 'Good day.' } })
    await settle()
    expect(brain.questions).toEqual([])
    expect(bench.mouths[0]?.said).toEqual(['Good day.'])
    expect(bench.of('engine.said').map((event) => event.text)).toEqual(['Good day.'])
    expect(bench.of('engine.scripted')).toMatchObject([{ delta: 'Good day.', complete: true }])
  })

  test('calls tools, and is told of their answers when it goes on', async () => {
    const call = { type: 'tool_call', toolCallId: 't1', name: 'weather', args: '{}' } as const
    const brain = new FakeBrain([text('One moment.'), call], [text('Sunny.')])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.of('engine.tool_call')).toMatchObject([{ toolCallId: 't1', name: 'weather' }])
    bench.perform({ type: 'engine.answer_tool', toolCallId: 't1', output: 'sun' }, CONTINUE)
    await settle()
    expect(brain.questions[1]?.history).toEqual([
      { kind: 'agent', text: 'One moment.' },
      { kind: 'tool_called', toolCallId: 't1', name: 'weather', args: '{}' },
      { kind: 'tool_answered', toolCallId: 't1', output: 'sun' },
    ])
  })

  test('tells a brain nothing of a tool that was not answered yet', async () => {
    const call = { type: 'tool_call', toolCallId: 't1', name: 'weather', args: '{}' } as const
    const brain = new FakeBrain([call], [text('Yes?')])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    bench.says('Hello?')
    bench.perform(CONTINUE)
    await settle()
    expect(brain.questions[1]?.history).toEqual([{ kind: 'caller', text: 'Hello?' }])
  })

  test('asks for what is asked in a certain way with these instructions, and no tools', async () => {
    const brain = new FakeBrain([text('Bye.')])
    const bench = listening({ brains: [brain] })
    const request = { kind: 'instructed', instructions: 'Say goodbye.' } as const
    bench.perform({ type: 'engine.respond', request })
    await settle()
    const [question] = brain.questions
    expect(question?.instructions).toMatch(/^Be brief\.[^]*Say goodbye\.$/)
    expect(question?.toolChoice).toBe('none')
  })
})

describe('a pipeline that is interrupted', () => {
  test('stops both parts at once, and reports nothing more of it', async () => {
    const brain = new FakeBrain([text('We are open, '), 'stall'])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    const { responseId = '' } = bench.of('engine.response_started')[0] ?? {}
    bench.perform({ type: 'engine.cancel', responseId })
    await settle()
    expect(brain.aborted).toBe(1)
    expect(bench.events.at(-1)).toMatchObject({ type: 'engine.response_done', status: 'cancelled' })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(bench.of('engine.response_done')).toHaveLength(1)
    expect(bench.of('engine.troubled')).toEqual([])
  })

  test('remembers what the call says was heard, and no more', async () => {
    const brain = new FakeBrain([text('We are open. Come by.')], [text('Yes.')])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    const { itemId = '' } = bench.of('engine.said')[0] ?? {}
    bench.perform({ type: 'engine.truncate', itemId, heardMs: 140, heardText: 'We are' })
    bench.says('Really?')
    bench.perform(CONTINUE)
    await settle()
    expect(brain.questions[1]?.history).toEqual([
      { kind: 'agent', text: 'We are' },
      { kind: 'caller', text: 'Really?' },
    ])
  })

  test('before its first sound has said nothing: both turns are answered together', async () => {
    const brain = new FakeBrain(['stall'], [text('Yes.')])
    const bench = listening({ brains: [brain] })
    bench.says('Are you open?')
    bench.perform(CONTINUE)
    await settle()
    const { responseId = '' } = bench.of('engine.response_started')[0] ?? {}
    bench.perform({ type: 'engine.cancel', responseId })
    bench.says('On Sunday, I mean.')
    const script = {
      key: 'CA00000000000000000000000000000001:start',
      attempt: 1,
      text: '',
      complete: false,
      heard: '',
      heardBefore: '',
    }
    bench.perform({ ...CONTINUE, turn: 'c2', script })
    await settle()
    expect(brain.questions[1]).toMatchObject({
      key: 'CA00000000000000000000000000000001:c2',
      supersedes: script.key,
      history: [
        { kind: 'caller', text: 'Are you open?' },
        { kind: 'caller', text: 'On Sunday, I mean.' },
      ],
    })
  })

  test('by a sound that was no turn forgets that turn when it is told to', async () => {
    const brain = new FakeBrain([text('Yes.')])
    const bench = listening({ brains: [brain] })
    bench.says('Hm.')
    const { itemId = '' } = bench.of('engine.transcribed')[0] ?? {}
    bench.perform({ type: 'engine.delete', itemId }, CONTINUE)
    await settle()
    expect(brain.questions[0]?.history).toEqual([])
  })

  test('by a sound without words gets no item', () => {
    const bench = listening()
    bench.says('')
    expect(bench.of('engine.committed')).toEqual([])
    expect(bench.of('engine.transcribed')).toMatchObject([{ text: '' }])
  })
})

describe('an answer that is at hand', () => {
  const script = {
    key: 'CA00000000000000000000000000000001:c1',
    attempt: 1,
    text: 'We are open. Come by.',
    complete: true,
    heard: 'We are',
    heardBefore: '',
  }

  test('is spoken on without asking anybody', async () => {
    const brain = new FakeBrain()
    const bench = listening({ brains: [brain] })
    const request = { kind: 'go_on', after: null } as const
    bench.perform({ type: 'engine.respond', request, turn: 'c1', script })
    await settle()
    expect(brain.questions).toEqual([])
    expect(bench.mouths[0]?.said).toEqual(['open. Come by.'])
    expect(bench.of('engine.scripted')).toMatchObject([{ key: script.key, complete: true }])
  })

  test('in part is asked for by its key, and what was heard of it is not said again', async () => {
    const brain = new FakeBrain([text('We are open. '), text('Come by.')])
    const bench = listening({ brains: [brain] })
    const request = { kind: 'go_on', after: null } as const
    const part = { ...script, text: 'We are open. ', complete: false }
    bench.perform({ type: 'engine.respond', request, turn: 'c1', script: part })
    await settle()
    expect(brain.questions).toMatchObject([{ key: script.key, attempt: 2, toolChoice: 'none' }])
    expect(bench.mouths[0]?.said).toEqual(['open. Come by.'])
  })
})

describe('a brain that fails', () => {
  test('is asked again at once by the same key, and the caller hears no word twice', async () => {
    const brain = new FakeBrain([text('We are '), FOR_NOW], [text('We are open.')])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.mouths[0]?.said).toEqual(['We are open.'])
    const [first, second] = brain.questions
    expect(second).toMatchObject({ key: first?.key, attempt: 2 })
    expect(bench.of('engine.troubled')).toHaveLength(1)
    expect(bench.of('engine.response_done')[0]?.status).toBe('completed')
    const scripted = bench.of('engine.scripted').filter(({ attempt }) => attempt === 2)
    expect(scripted.map(({ delta }) => delta).join('')).toBe('We are open.')
  })

  test('is waited for longer each time, and followed by its spare', async () => {
    const own = new FakeBrain([FOR_NOW], [FOR_NOW], [FOR_NOW], [FOR_NOW])
    const spare = new FakeBrain([text('Yes.')])
    const bench = listening({ brains: [own, spare] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(1_499)
    expect([own.questions.length, spare.questions.length]).toEqual([3, 0])
    await vi.advanceTimersByTimeAsync(1)
    expect([own.questions.length, spare.questions.length]).toEqual([4, 1])
    expect(spare.questions[0]).toMatchObject({ key: own.questions[0]?.key, attempt: 5 })
    expect(bench.mouths[0]?.said).toEqual(['Yes.'])
    expect(bench.of('engine.troubled').at(-1)?.detail).toBe('It broke. The spare brain took over.')
  })

  test('that says nothing is asked again after four seconds, and let go', async () => {
    const brain = new FakeBrain(['stall'], [text('Yes.')])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(brain.questions).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(brain.questions).toHaveLength(2)
    expect(brain.aborted).toBe(1)
  })

  test('for good has no answer: the call is told', async () => {
    const bench = listening({ brains: [new FakeBrain([FOR_GOOD])] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.events.at(-1)).toEqual({
      type: 'engine.failed',
      reason: 'model_failed',
      detail: 'It is not for you.',
    })
  })

  test('for now, and has no spare, leaves the answer owed, with what was said of it', async () => {
    const brain = new FakeBrain([text('We are '), FOR_NOW], [FOR_NOW], [FOR_NOW], [FOR_NOW])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(1_500)
    expect(bench.mouths[0]?.said).toEqual(['We are '])
    expect(bench.of('engine.response_done')).toMatchObject([
      { status: 'failed', detail: 'It broke.' },
    ])
    expect(bench.of('engine.scripted').some(({ complete }) => complete)).toBe(false)
  })

  test('after it called a tool is not asked twice', async () => {
    const call = { type: 'tool_call', toolCallId: 't1', name: 'weather', args: '{}' } as const
    const brain = new FakeBrain([call, FOR_NOW])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(brain.questions).toHaveLength(1)
    expect(bench.of('engine.response_done')).toMatchObject([{ status: 'completed' }])
  })

  test('to finish says so: the rest is owed', async () => {
    const brain = new FakeBrain([text('We are'), { type: 'incomplete', detail: 'Too long.' }])
    const bench = listening({ brains: [brain] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.of('engine.response_done')).toMatchObject([
      { status: 'incomplete', detail: 'Too long.' },
    ])
    expect(bench.of('engine.scripted').some(({ complete }) => complete)).toBe(false)
  })
})

describe('a mouth that may stray from its text', () => {
  test.each([
    ['We are open on Monday!', 0],
    ['We are closed on Monday.', 1],
  ])('tells how many words came out otherwise: “%s”', async (spoken, differing) => {
    const mouth = new FakeMouth({ spoken })
    const brain = new FakeBrain([text('We are open on Monday.')])
    const bench = listening({ brains: [brain], mouths: [mouth] })
    bench.perform(CONTINUE)
    await settle()
    expect(bench.of('engine.spoke')).toMatchObject([{ words: 5, differing }])
    expect(bench.of('engine.troubled')).toHaveLength(differing)
  })
})

describe('a mouth that fails', () => {
  const ANSWER = [text('We are open on Monday.')]

  test('in the middle is asked for what was not said yet, and the times go on', async () => {
    const mouth = new FakeMouth({ breaks: [13] })
    const bench = listening({ brains: [new FakeBrain(ANSWER)], mouths: [mouth] })
    bench.perform(CONTINUE)
    await settle()
    expect(mouth.said).toEqual(['We are open on Monday.', ' on Monday.'])
    const words = bench.of('engine.timed').flatMap((event) => event.words)
    const ends = words.map(({ endMs }) => endMs)
    expect(ends).toEqual(ends.toSorted((a, b) => a - b))
    expect(bench.of('engine.response_done')[0]?.status).toBe('completed')
    expect(bench.of('engine.said')[0]?.text).toBe('We are open on Monday.')
  })

  test('is followed by its spare, which stays', async () => {
    const own = new FakeMouth({ breaks: [0], failure: FOR_GOOD })
    const spare = new FakeMouth()
    const brain = new FakeBrain(ANSWER, [text('Yes.')])
    const bench = listening({ brains: [brain], mouths: [own, spare] })
    bench.perform(CONTINUE)
    await settle()
    bench.perform(CONTINUE)
    await settle()
    expect(own.isClosed).toBe(true)
    expect(spare.said).toEqual(['We are open on Monday.', 'Yes.'])
  })

  test('that gives no sound is asked again after three seconds', async () => {
    const mouth = new FakeMouth({ breaks: ['stall'] })
    const bench = listening({ brains: [new FakeBrain(ANSWER)], mouths: [mouth] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(2_999)
    expect(mouth.said).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(mouth.said).toEqual(['We are open on Monday.', 'We are open on Monday.'])
  })

  test('and has no spare leaves the rest owed: the engine knows only what was said', async () => {
    const mouth = new FakeMouth({ breaks: [13, 0, 0, 0] })
    const brain = new FakeBrain(ANSWER, [text('Yes.')])
    const bench = listening({ brains: [brain], mouths: [mouth] })
    bench.perform(CONTINUE)
    await vi.advanceTimersByTimeAsync(1_500)
    expect(bench.of('engine.response_done')).toMatchObject([{ status: 'failed' }])
    expect(bench.of('engine.scripted').at(-1)?.complete).toBe(true)
    bench.perform(CONTINUE)
    await settle()
    expect(brain.questions[1]?.history).toEqual([{ kind: 'agent', text: 'We are open' }])
  })

  test('and tells no times is asked for a little that was said already, never for less', async () => {
    const mouth = new FakeMouth({ breaks: [13], timed: false })
    const bench = listening({ brains: [new FakeBrain(ANSWER)], mouths: [mouth] })
    bench.perform(CONTINUE)
    await settle()
    expect('We are open on Monday.'.endsWith(mouth.said[1] ?? 'x')).toBe(true)
    expect(mouth.said[1]).toMatch(/ on Monday\.$/)
  })
})

describe('ears that fail', () => {
  test('are opened again at once, and told what is not words yet', () => {
    const bench = listening()
    bench.detector.will({ type: 'started', agoMs: 60 })
    bench.quiet(600)
    bench.ears[0]?.fail()
    expect(bench.ears).toHaveLength(2)
    expect(bench.ears[1]?.heard).toHaveLength(30)
    bench.ears[1]?.tell({ type: 'ears.ready' })
    bench.detector.will({ type: 'stopped', agoMs: 200, voiceMs: 400 })
    bench.quiet(400)
    expect(bench.ears[1]?.commits).toBe(1)
    bench.ears[1]?.final('Are you open?')
    expect(bench.of('engine.transcribed')).toMatchObject([{ text: 'Are you open?' }])
    expect(bench.of('engine.ready')).toHaveLength(1)
  })

  test('while the words of a turn are waited for, are told the turn and asked again', () => {
    const bench = listening()
    bench.detector.will({ type: 'started', agoMs: 60 })
    bench.quiet(600)
    bench.detector.will({ type: 'stopped', agoMs: 200, voiceMs: 400 })
    bench.quiet(400)
    bench.ears[0]?.fail()
    expect(bench.ears[1]?.commits).toBe(1)
    vi.advanceTimersByTime(600)
    bench.ears[1]?.final('Are you open?')
    expect(bench.of('engine.transcribed')).toMatchObject([{ text: 'Are you open?' }])
  })

  test('tell nothing of what was words already to those that follow', () => {
    const bench = listening()
    bench.says('Are you open?')
    bench.ears[0]?.fail()
    expect(bench.ears[1]?.heard).toEqual([])
  })

  test('again and again are followed by their spare, and then by nobody', () => {
    const bench = listening({ earsSources: 2 })
    for (let failed = 0; failed < 8; failed++) {
      bench.ears.at(-1)?.fail()
      vi.advanceTimersByTime(1_000)
    }
    expect(bench.ears).toHaveLength(8)
    expect(bench.events.at(-1)).toEqual({
      type: 'engine.lost',
      cause: 'It broke.',
      retryAfterMs: null,
    })
  })

  test('before they ever listened are the call’s to open again', () => {
    const bench = pipelineOf()
    bench.perform(OPEN, CONTINUE)
    bench.ears[0]?.fail()
    expect(bench.events).toEqual([{ type: 'engine.lost', cause: 'It broke.', retryAfterMs: null }])
    const failed = pipelineOf()
    failed.perform(OPEN)
    failed.ears[0]?.fail(FOR_GOOD)
    expect(failed.events).toMatchObject([{ type: 'engine.failed', detail: 'It is not for you.' }])
  })

  test('whose final does not come leave what was understood', () => {
    const bench = listening()
    bench.detector.will({ type: 'started', agoMs: 60 })
    bench.quiet(600)
    bench.ears[0]?.tell({ type: 'ears.partial', text: 'Are you open' })
    bench.detector.will({ type: 'stopped', agoMs: 200, voiceMs: 400 })
    bench.quiet(400)
    vi.advanceTimersByTime(599)
    expect(bench.of('engine.transcribed')).toEqual([])
    vi.advanceTimersByTime(1)
    expect(bench.of('engine.transcribed')).toMatchObject([{ text: 'Are you open' }])
    bench.ears[0]?.final('Are you open?')
    expect(bench.of('engine.transcribed')).toHaveLength(1)
  })
})

test('an engine that is closed says nothing more, and lets every part go', async () => {
  const bench = listening({ brains: [new FakeBrain([text('We are '), 'stall'])] })
  bench.perform(CONTINUE)
  await settle()
  const { length } = bench.events
  bench.perform({ type: 'engine.close' })
  bench.says('Hello?')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(bench.events).toHaveLength(length)
  expect(bench.ears[0]?.isClosed).toBe(true)
  expect(bench.mouths[0]?.isClosed).toBe(true)
  expect(bench.brains[0]?.aborted).toBe(1)
})
