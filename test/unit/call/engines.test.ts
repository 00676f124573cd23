/** What engines of other kinds bring, told by their traits alone. */
import { describe, expect, test } from 'vitest'
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
  talking,
} from './script.ts'

const words = (itemId: string) =>
  ({ type: 'engine.transcribed', itemId, text: 'words', usage: null }) as const

describe('an engine that tells of no speech', () => {
  test('keeps the call alive by the caller’s words, and each is a turn', () => {
    const call = talking({ silenceTimeoutSec: 20 }, { speechEvents: false })
    for (let at = 1_000; at <= 19_000; at += 1_000) call.at(at, words(`c${at}`))
    call.until(38_900)
    expect(call.state.phase.name).toBe('talking')
    expect(call.turns).toHaveLength(19)
    call.until(39_000)
    expect(call.state.phase.name).toBe('closing')
  })

  test('repeats itself without making a second turn', () => {
    const call = talking({}, { speechEvents: false })
    call.at(1_000, words('c1'))
    call.at(9_000, words('c1'))
    expect(call.turns).toMatchObject([{ itemId: 'c1', startedAtMs: 1_000 }])
  })
})

/** Twenty ms of audio, and the mark that comes back for it. */
function stream(call: ScriptedCall, from: number, to: number): void {
  for (let at = from; at < to && call.state.phase.name !== 'ended'; at += 20) {
    call.until(at)
    call.at(at, audio('live', 'live', 20))
    call.at(at, mark(`p${call.state.speech.playout.sent - 2}`))
  }
}
function live(): ScriptedCall {
  const call = talking({}, { continuous: true })
  call.at(0, responds('live'))
  return call
}

describe('an engine whose audio never pauses', () => {
  test('can say goodbye: the call ends when its words have rung out', () => {
    const call = live()
    stream(call, 0, 2_000)
    const says = {
      type: 'engine.words',
      responseId: 'live',
      itemId: 'live',
      delta: 'Bye.',
    } as const
    call.at(2_000, says)
    const tool = { toolCallId: 't1', name: 'end_call', args: '{}' }
    call.at(2_000, { type: 'engine.tool_call', responseId: 'live', ...tool })
    call.at(2_010, {
      type: 'tool.settled',
      toolCallId: 't1',
      output: 'ok',
      directive: { do: 'end' },
    })
    stream(call, 2_020, 10_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'agent_ended' })
    expect(call.now).toBeGreaterThanOrEqual(4_000)
  })

  test('is heard again soon after it was cut', () => {
    const call = live()
    stream(call, 0, 1_000)
    call.at(1_000, { type: 'carrier.dtmf', digit: '1' })
    call.until(2_300)
    const plays = (at: number) =>
      call.at(at, audio('live', 'live', 20)).some(({ type }) => type === 'carrier.play')
    expect(plays(2_300)).toBe(false)
    expect(plays(2_600)).toBe(true)
  })

  test('and says nothing is silent all the same', () => {
    const call = talking({ silenceTimeoutSec: 20 }, { continuous: true })
    call.at(0, responds('live'))
    stream(call, 0, 25_000)
    expect(call.state.phase).toMatchObject({ name: 'closing', reason: 'silence' })
  })
})

describe('an engine that the caller hears without us', () => {
  test('needs no media stream', () => {
    const call = new ScriptedCall({}, { audio: 'direct' })
    call.at(100, ready)
    call.at(200, speech('c1'))
    call.at(900, pause('c1'))
    call.at(900, committed('c1'))
    call.at(950, responds('r1'))
    call.at(960, { type: 'engine.said', responseId: 'r1', itemId: 'i1', text: 'Yes.' })
    call.at(2_000, done('r1'))
    call.until(46_000)
    expect(call.state.phase).toEqual({ name: 'talking' })
    expect(call.journal).toContainEqual({ kind: 'answered', at: 100 })
  })
})

describe('an engine that answers by itself', () => {
  test('is not asked for a second answer, though the caller may not interrupt', () => {
    const call = talking({ bargeIn: false }, { answersItself: true })
    call.at(100, speech('c1'))
    call.at(900, pause('c1'))
    expect(call.at(900, committed('c1'))).toEqual([])
  })

  test('and one that does not is asked, though the caller may', () => {
    const call = talking({ bargeIn: true }, { answersItself: false })
    call.at(100, speech('c1'))
    call.at(900, pause('c1'))
    expect(call.at(900, committed('c1'))).toEqual([
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
  })
})

describe('an engine that cannot forget or stop', () => {
  test('is told to stop, and not to forget', () => {
    const call = talking({}, { forgets: false, stopsItself: false })
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 2_000))
    const told = call.at(500, speech('c1')).map(({ type }) => type)
    expect(told).toEqual(['carrier.clear', 'engine.cancel', 'carrier.fill_pauses'])
  })
})
