/** Rules that are broken without any other test noticing: `npm run mutate` knows of each. */
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../worker/call/limits.ts'
import {
  audio,
  committed,
  done,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
  talking,
} from './script.ts'

const closings = (call: ScriptedCall) => call.journal.filter(({ kind }) => kind === 'closing')

describe('silence', () => {
  test('counts from when the line opens, not from the ring', () => {
    const call = new ScriptedCall({ silenceTimeoutSec: 20 })
    call.at(0, ready)
    call.at(8_000, started)
    call.until(27_999)
    expect(closings(call)).toEqual([])
    call.until(28_000)
    expect(closings(call)).toEqual([{ kind: 'closing', at: 28_000, reason: 'silence' }])
  })

  test('counts on a direct line from when the engine listens', () => {
    const call = new ScriptedCall({ silenceTimeoutSec: 20 }, { audio: 'direct' })
    call.at(5_000, ready)
    call.until(24_999)
    expect(closings(call)).toEqual([])
    call.until(25_000)
    expect(closings(call)).toEqual([{ kind: 'closing', at: 25_000, reason: 'silence' }])
  })

  test('with nothing owed has no comfort tone', () => {
    const call = talking({ silenceTimeoutSec: 60 })
    call.until(50_000)
    expect(call.effects.filter(({ effect }) => effect.type === 'carrier.play')).toEqual([])
  })
})

describe('what the agent said before pick-up', () => {
  test('is forgotten by the model when the caller speaks before hearing it', () => {
    const call = new ScriptedCall()
    call.at(0, ready)
    call.at(100, responds('r1'))
    call.at(200, audio('r1', 'i1', 400))
    expect(call.at(300, speech('c1'))).toContainEqual({
      type: 'engine.truncate',
      itemId: 'i1',
      heardMs: 0,
      heardText: '',
    })
    expect(call.at(400, started)).not.toContainEqual(
      expect.objectContaining({ type: 'carrier.play' }),
    )
    // What still comes of that answer is not heard either, though it is no longer running.
    call.at(500, done('r1', 'cancelled'))
    expect(call.at(600, audio('r1', 'i1', 400))).toEqual([])
  })
})

test('a straggler of an answer that was whole before pick-up, and talked over, is not played', () => {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.at(100, responds('r1'))
  call.at(200, audio('r1', 'i1', 400))
  call.at(300, done('r1'))
  call.at(400, speech('c1'))
  call.at(500, started)
  expect(call.at(600, audio('r1', 'i1', 400))).toEqual([])
})

test('what waits while the caller speaks is served by the answer to them', () => {
  const call = talking()
  call.at(1_000, speech('c1'))
  call.at(1_100, { type: 'carrier.dtmf', digit: '#' })
  call.at(2_000, pause('c1'))
  call.at(2_010, committed('c1'))
  call.at(2_100, responds('r1'))
  call.at(2_100, audio('r1', 'i1', 400))
  call.at(2_200, done('r1'))
  call.at(2_500, mark('p0'))
  expect(call.effects.map(({ effect }) => effect.type)).not.toContain('engine.respond')
})

describe('a request in vain', () => {
  test('is forgotten once the agent was heard', () => {
    const call = talking()
    for (let round = 0; round < 3; round++) {
      const from = call.now + 30_000
      call.at(from, speech(`c${round}`))
      call.at(from + 1_000, pause(`c${round}`))
      call.at(from + 1_010, committed(`c${round}`))
      for (let attempt = 0; attempt < LIMITS.askAgain.length; attempt++) {
        call.at(call.now, responds(`mute${round}${attempt}`))
        call.at(call.now, done(`mute${round}${attempt}`))
        call.until(call.now + 2_500)
      }
      call.at(call.now, responds(`r${round}`))
      call.at(call.now, audio(`r${round}`, `i${round}`, 400))
      call.at(call.now, done(`r${round}`))
      call.at(call.now + 400, mark(`p${call.state.speech.playout.sent - 1}`))
    }
    expect(call.state.phase.name).toBe('talking')
  })
})

describe('a call that is out of time', () => {
  test('is not kept by a caller who speaks into the goodbye', () => {
    const call = talking({ maxDurationSec: 30 })
    call.until(30_000)
    expect(call.state.phase).toMatchObject({ name: 'closing', reason: 'max_duration' })
    call.at(30_100, speech('c1'))
    expect(call.state.phase).toMatchObject({ name: 'closing', reason: 'max_duration' })
    call.until(30_000 + LIMITS.overtime)
    expect(call.state.phase.name).toBe('ended')
  })
})

describe('a caller who speaks', () => {
  test('is not hung up on when the goodbye has been heard', () => {
    const call = talking({ bargeIn: false })
    call.at(1_000, responds('r1'))
    call.at(1_000, audio('r1', 'i1', 400))
    const end = { type: 'engine.tool_call', responseId: 'r1', toolCallId: 't1' } as const
    call.at(1_010, { ...end, name: 'end_call', args: '{}' })
    call.at(1_020, done('r1'))
    call.at(1_100, speech('c1'))
    const settled = { toolCallId: 't1', output: 'ok', directive: { do: 'end' } } as const
    call.at(1_200, { type: 'tool.settled', ...settled })
    expect(call.at(1_400, mark('p0'))).toEqual([])
    expect(call.state.phase.name).not.toBe('ended')
  })

  test('is not answered to what they had said before they went on', () => {
    const call = talking()
    call.at(1_000, speech('c1'))
    call.at(2_000, pause('c1'))
    call.at(2_010, committed('c1'))
    call.at(2_200, speech('c2'))
    expect(call.at(2_300, responds('r1'))).toEqual([{ type: 'engine.cancel', responseId: 'r1' }])
    expect(call.at(2_400, audio('r1', 'i1', 400))).toEqual([])
  })
})

/** The agent has said its goodbye, and the caller answers while it is heard. */
function answeredGoodbye(): ScriptedCall {
  const call = talking()
  call.at(1_000, responds('r1'))
  call.at(1_000, audio('r1', 'i1', 800))
  const end = { type: 'engine.tool_call', responseId: 'r1', toolCallId: 't1' } as const
  call.at(1_010, { ...end, name: 'end_call', args: '{}' })
  call.at(1_020, done('r1'))
  const settled = { toolCallId: 't1', output: 'ok', directive: { do: 'end' } } as const
  call.at(1_100, { type: 'tool.settled', ...settled })
  expect(call.state.phase).toMatchObject({ name: 'closing', reason: 'agent_ended' })
  sayAndBeAnswered(call, 'c1', 'r2')
  return call
}

function sayAndBeAnswered(call: ScriptedCall, itemId: string, responseId: string): void {
  const from = call.now + 200
  call.at(from, speech(itemId))
  call.at(from + 1_000, pause(itemId))
  call.at(from + 1_010, committed(itemId))
  call.at(from + 1_200, responds(responseId))
  call.at(from + 1_200, audio(responseId, `i${responseId}`, 400))
  call.at(from + 1_250, done(responseId))
  call.at(from + 1_600, mark(`p${call.state.speech.playout.sent - 1}`))
}

describe('a goodbye that the caller answers', () => {
  test('ends the call when they have no more to say', () => {
    const call = answeredGoodbye()
    expect(call.state.phase.name).toBe('talking')
    call.until(call.now + LIMITS.afterGoodbye)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'agent_ended' })
  })

  test('is forgotten when they do have more to say', () => {
    const call = answeredGoodbye()
    sayAndBeAnswered(call, 'c2', 'r3')
    call.until(call.now + LIMITS.afterGoodbye)
    expect(call.state.phase.name).toBe('talking')
  })
})

describe('a goodbye', () => {
  test('is asked for once, though nothing but a tool comes of it', () => {
    const call = talking({ silenceTimeoutSec: 20 })
    call.until(20_000)
    call.at(20_100, responds('r1'))
    const tool = { responseId: 'r1', toolCallId: 't1', name: 'weather', args: '{}' }
    call.at(20_200, { type: 'engine.tool_call', ...tool })
    call.at(20_300, done('r1'))
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'silence' })
  })

  test('keeps its time when the agent wants to end once more', () => {
    const call = talking()
    call.at(1_000, responds('r1'))
    call.at(1_000, audio('r1', 'i1', 5_000))
    for (const toolCallId of ['t1', 't2']) {
      const tool = { responseId: 'r1', toolCallId, name: 'end_call', args: '{}' }
      call.at(1_010, { type: 'engine.tool_call', ...tool })
    }
    for (const [at, toolCallId] of [
      [1_100, 't1'],
      [2_000, 't2'],
    ] as const) {
      const settled = { toolCallId, output: 'ok', directive: { do: 'end' } } as const
      call.at(at, { type: 'tool.settled', ...settled })
    }
    expect(closings(call)).toEqual([{ kind: 'closing', at: 1_100, reason: 'agent_ended' }])
  })
})
