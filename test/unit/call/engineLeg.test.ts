import { describe, expect, test } from 'vitest'
import { speaksFor } from '../../../worker/call/engineLeg.ts'
import { instructionsIn } from '../../../worker/call/prompts/index.ts'
import {
  audio,
  callsTool,
  committed,
  done,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
  TRAITS,
  words,
  talking,
} from './script.ts'

const { lineDropped, somethingMissed } = instructionsIn('en-US')
const lost = { type: 'engine.lost', cause: 'The connection closed.', retryAfterMs: null } as const

/** The agent has said “Yes.”, and it was heard. */
function greeted(): ScriptedCall {
  const call = talking()
  call.at(0, responds('r1'))
  call.at(0, words('r1', 'i1', 'Yes.'))
  call.at(0, audio('r1', 'i1', 500))
  call.at(10, done('r1'))
  call.at(500, mark('p0'))
  return call
}

describe('an engine', () => {
  test('is opened first of all, knowing nothing', () => {
    expect(new ScriptedCall().effects.map(({ effect }) => effect)).toEqual([
      { type: 'engine.open', instance: 1, which: 'own', history: [] },
    ])
  })

  test('that says again that it listens does not greet again', () => {
    const call = talking({ greeting: { type: 'fixed', text: 'Hello!', interruptible: true } })
    call.at(10, responds('r1'))
    call.at(20, audio('r1', 'i1', 500))
    call.at(30, done('r1'))
    call.at(520, mark('p0'))
    expect(call.at(60_000, ready)).toEqual([])
  })

  test('that is lost in mid-call is opened again at once, with what was heard', () => {
    const call = greeted()
    expect(call.at(8_000, lost)).toEqual([
      {
        type: 'engine.open',
        instance: 2,
        which: 'own',
        history: [{ kind: 'agent', text: 'Yes.' }],
      },
    ])
    expect(call.at(8_200, ready)).toEqual([])
    expect(call.state.phase).toEqual({ name: 'talking' })
    expect(speaksFor(call.state, 1)).toBe(false)
    expect(speaksFor(call.state, 2)).toBe(true)
  })

  test('that is not to be had is tried with growing waits, and given up in the end', () => {
    const call = greeted()
    const openings: number[] = []
    for (let at = 8_000; call.state.phase.name === 'talking'; at = call.now) {
      if (call.at(at, lost).some(({ type }) => type === 'engine.open')) openings.push(at)
      if (call.state.engine.stage.name !== 'lost') continue
      call.tick()
      if (call.state.phase.name === 'talking') openings.push(call.now)
    }
    expect(openings).toEqual([8_000, 8_500, 9_500, 11_500, 15_500, 19_500])
    expect(call.state.phase).toEqual({
      name: 'ended',
      reason: 'model_failed',
      failure: 'The connection closed.',
    })
    expect(call.now).toBe(20_000)
  })

  test('is not asked sooner than its vendor wants', () => {
    const call = greeted()
    expect(call.at(8_000, { ...lost, retryAfterMs: 1_500 })).toEqual([])
    call.until(9_499)
    expect(call.state.engine.stage.name).toBe('lost')
    call.until(9_500)
    expect(call.state.engine.stage.name).toBe('opening')
  })

  test('that proved itself has all its tries again', () => {
    const call = greeted()
    for (let at = 60_000; at < 600_000; at += 60_000) {
      expect(call.at(at, lost)).toMatchObject([{ type: 'engine.open' }])
      call.at(at + 200, ready)
    }
    expect(call.state.phase).toEqual({ name: 'talking' })
  })
})

const asked = (call: ScriptedCall, at: number) =>
  call.at(at, ready).filter(({ type }) => type === 'engine.respond')

describe('what the lost engine was doing is owed', () => {
  test('a greeting of which nothing came', () => {
    const call = talking({ greeting: { type: 'fixed', text: 'Hello!', interruptible: true } })
    call.at(10, responds('r1'))
    call.at(20, lost)
    expect(asked(call, 200)).toEqual([
      { type: 'engine.respond', request: { kind: 'verbatim', text: 'Hello!' } },
    ])
  })

  test('the rest of what the caller hears now, when they have heard what there is', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', 'one two'))
    call.at(0, audio('r1', 'i1', 6_000))
    expect(call.at(300, lost)).toEqual([
      { type: 'engine.open', instance: 2, which: 'own', history: [] },
    ])
    expect(asked(call, 400)).toEqual([])
    expect(call.at(6_000, mark('p0'))).toEqual([
      { type: 'engine.recall', item: { kind: 'agent', text: 'one' } },
      { type: 'engine.respond', request: { kind: 'go_on', after: null } },
    ])
  })

  test('an answer to words that are known', () => {
    const call = greeted()
    call.at(2_000, speech('c1'))
    call.at(2_900, pause('c1'))
    call.at(2_900, committed('c1'))
    call.at(2_950, { type: 'engine.transcribed', itemId: 'c1', text: 'When?', usage: null })
    expect(call.at(3_000, lost)).toMatchObject([
      { type: 'engine.open', history: [{ kind: 'agent' }, { kind: 'caller', text: 'When?' }] },
    ])
    expect(asked(call, 3_200)).toEqual([{ type: 'engine.respond', request: { kind: 'continue' } }])
  })

  test('nothing of what was said changes its place, however late its words come', () => {
    const call = greeted()
    call.at(2_000, speech('c1'))
    call.at(2_900, pause('c1'))
    call.at(2_900, committed('c1'))
    call.at(3_000, responds('r2'))
    call.at(3_000, words('r2', 'i2', 'At nine.'))
    call.at(3_000, audio('r2', 'i2', 500))
    call.at(3_010, done('r2'))
    call.at(3_500, mark('p1'))
    call.at(3_600, { type: 'engine.transcribed', itemId: 'c1', text: 'When?', usage: null })
    expect(call.at(5_000, lost)).toMatchObject([
      {
        type: 'engine.open',
        history: [{ text: 'Yes.' }, { text: 'When?' }, { text: 'At nine.' }],
      },
    ])
  })

  test('a question, when the caller’s words are lost with it', () => {
    const call = greeted()
    call.at(2_000, speech('c1'))
    expect(call.at(2_500, lost)).toMatchObject([
      { type: 'carrier.fill_pauses', fill: false },
      {
        type: 'engine.open',
        history: [{ kind: 'agent' }, { kind: 'told', text: somethingMissed }],
      },
    ])
    expect(asked(call, 3_200)).toEqual([
      { type: 'engine.respond', request: { kind: 'instructed', instructions: lineDropped } },
    ])
  })

  test('a question, and no answer behind it, when the caller speaks over what an answer waits for', () => {
    const call = greeted()
    call.at(2_000, responds('r2'))
    call.at(2_000, callsTool('r2', 'weather'))
    call.at(2_010, done('r2'))
    call.at(2_500, speech('c1'))
    call.at(2_600, { type: 'tool.settled', toolCallId: 't1', output: 'sun', directive: null })
    call.at(2_700, lost)
    expect(asked(call, 3_200)).toMatchObject([{ request: { instructions: lineDropped } }])
    call.at(3_300, responds('r3'))
    call.at(3_300, words('r3', 'i3', 'What did you say?'))
    call.at(3_300, audio('r3', 'i3', 800))
    expect(call.at(3_400, done('r3'))).toEqual([])
  })

  test('nothing, when nobody was speaking', () => {
    const call = greeted()
    call.at(5_000, lost)
    expect(asked(call, 5_200)).toEqual([])
  })

  test('an interruption of what an engine said that is gone is told to the new one', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', 'one two three four'))
    call.at(0, audio('r1', 'i1', 2_000))
    call.at(0, done('r1'))
    call.at(300, lost)
    call.at(400, ready)
    expect(call.at(1_500, speech('c1'))).toEqual([
      { type: 'carrier.clear' },
      { type: 'engine.recall', item: { kind: 'agent', text: 'one two' } },
      { type: 'carrier.fill_pauses', fill: true },
    ])
  })
})

describe('a tool that is open while the engine is lost', () => {
  test('is answered to the new one, which knows that it was called', () => {
    const call = greeted()
    call.at(2_000, responds('r2'))
    const tool = { toolCallId: 't1', name: 'weather', args: '{}' }
    call.at(2_000, { type: 'engine.tool_call', responseId: 'r2', ...tool })
    call.at(2_010, done('r2'))
    expect(call.at(2_100, lost)).toMatchObject([
      { type: 'engine.open', history: [{ kind: 'agent' }, { kind: 'tool_called', ...tool }] },
    ])
    call.at(2_300, ready)
    const settled = { toolCallId: 't1', output: 'sun', directive: null }
    expect(call.at(3_000, { type: 'tool.settled', ...settled })).toEqual([
      { type: 'engine.answer_tool', toolCallId: 't1', output: 'sun' },
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
  })
})

function withOther(): ScriptedCall {
  const call = new ScriptedCall({ otherTraits: TRAITS })
  call.at(0, ready)
  call.at(0, started)
  return call
}

describe('the other engine', () => {
  test('takes over after four seconds without the agent’s own', () => {
    const call = withOther()
    call.at(10_000, lost)
    call.until(13_999)
    expect(call.state.engine.which).toBe('own')
    call.until(14_000)
    expect(call.state.engine.which).toBe('other')
    expect(call.effects.at(-1)?.effect).toMatchObject({ type: 'engine.open', which: 'other' })
  })

  test('takes over at once when trying again would not help, and keeps the call', () => {
    const call = withOther()
    const failed = { type: 'engine.failed', reason: 'not_configured', detail: 'No key.' } as const
    expect(call.at(10_000, failed)).toMatchObject([{ type: 'engine.open', which: 'other' }])
    call.at(10_200, ready)
    expect(call.at(20_000, lost)).toMatchObject([{ type: 'engine.open', which: 'other' }])
  })

  test('takes over from one that is there and does not answer', () => {
    const call = withOther()
    call.at(5_000, { type: 'engine.committed', itemId: 'c1' })
    call.until(15_000)
    expect(call.state.engine).toMatchObject({ instance: 2, which: 'other' })
  })

  test('is asked at once for what the agent’s own was to be asked later', () => {
    const call = withOther()
    call.at(5_000, committed('c1'))
    call.at(5_100, responds('r1'))
    call.at(5_200, done('r1', 'failed', 30_000))
    call.at(5_300, { type: 'engine.failed', reason: 'model_failed', detail: 'No quota.' })
    expect(asked(call, 5_500)).toMatchObject([{ request: { kind: 'continue' } }])
  })

  test('has its own end', () => {
    const call = withOther()
    const failed = { type: 'engine.failed', reason: 'model_failed', detail: 'Gone.' } as const
    call.at(10_000, failed)
    call.at(10_100, failed)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'model_failed' })
  })
})
