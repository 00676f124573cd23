/** What a caller hears while a person is called. */
import { describe, expect, test } from 'vitest'
import { decodeMulaw } from '../../../../worker/lib/audio/mulaw.ts'
import { comfortTone } from '../../../../worker/call/comfortTone.ts'
import type { CallEvent } from '../../../../worker/call/events.ts'
import { MUSIC_PIECE_MS, musicPiece } from '../../../../worker/call/transfer/music.ts'
import {
  audio,
  callsTool,
  done,
  mark,
  pause,
  responds,
  type ScriptedCall,
  speech,
} from '../script.ts'
import {
  after,
  ALL_THE_WAY,
  called,
  calling,
  effectsOf,
  linesOf,
  person,
  talking,
  transfers,
} from './attempt.ts'

const long = { ringSec: 60 }

/** When pieces of the music were sent. */
function pieces(call: ScriptedCall): number[] {
  const music = [0, 1, 2, 3].map(musicPiece)
  return call.effects.flatMap(({ at, effect }) =>
    effect.type === 'carrier.play' && music.includes(effect.payload) ? [at] : [],
  )
}

function tones(call: ScriptedCall): number[] {
  return call.effects.flatMap(({ at, effect }) =>
    effect.type === 'carrier.play' && effect.payload === comfortTone() ? [at] : [],
  )
}

describe('music', () => {
  test('begins a second after the agent fell silent, and goes on without a gap', () => {
    const call = calling(long)
    call.until(9_000)
    expect(pieces(call)).toEqual([2_900, 4_650, 6_650, 8_650])
    const payloads = call.effects.flatMap(({ effect }) =>
      effect.type === 'carrier.play' ? [effect.payload] : [],
    )
    expect(payloads.slice(1)).toEqual([0, 1, 2, 3].map(musicPiece))
    expect(tones(call)).toEqual([])
  })

  test('stops for a caller who speaks, and comes back after them', () => {
    const call = calling(long)
    call.until(3_500)
    expect(call.at(3_500, speech('c1'))).toContainEqual({ type: 'carrier.clear' })
    expect(call.state.speech.callerSpeaking).toBe(true)
    call.until(8_000)
    expect(pieces(call)).toHaveLength(1)
    call.at(8_000, pause('c1'))
    call.until(8_999)
    expect(pieces(call)).toHaveLength(1)
    call.until(9_000)
    expect(pieces(call)).toHaveLength(2)
  })

  test('stops for the agent, who answers', () => {
    const call = calling(long)
    call.until(3_500)
    call.at(3_500, speech('c1'))
    call.at(4_000, pause('c1'))
    call.at(4_010, { type: 'engine.committed', itemId: 'c1' })
    expect(call.asked).toMatchObject({ request: { kind: 'continue' } })
    call.at(4_100, responds('r2'))
    call.until(6_100)
    expect(pieces(call)).toHaveLength(2)
    const effects = call.at(6_500, audio('r2', 'i2', 500))
    expect(effects[0]).toEqual({ type: 'carrier.clear' })
    expect(effects[1]).toMatchObject({ type: 'carrier.play', payload: 'i2:500' })
  })

  test('does not wait for an answer that has stopped in the middle', () => {
    const call = calling(long)
    call.at(2_000, speech('c1'))
    call.at(2_100, pause('c1'))
    call.at(2_110, { type: 'engine.committed', itemId: 'c1' })
    call.at(2_200, responds('r2'))
    call.at(2_300, audio('r2', 'i2', 200))
    call.until(2_500)
    // Only a mark proves that it was heard to its end.
    expect(effectsOf(call, 'carrier.send_mark').at(-1)).toEqual({
      type: 'carrier.send_mark',
      mark: 'p1',
    })
    call.at(2_600, mark('p1'))
    call.until(4_600)
    expect(pieces(call)).toEqual([4_600])
  })

  test('waits no longer where the echo of a mark is lost', () => {
    const call = talking()
    call.at(1_000, transfers(long))
    call.at(1_100, responds('r1'))
    call.at(1_200, audio('r1', 'i1', 700))
    call.at(1_300, done('r1'))
    call.until(6_000)
    // Two seconds after its echo was due.
    expect(pieces(call)[0]).toBe(4_300)
  })

  test('is nothing that the agent has said', () => {
    const call = calling(long)
    call.until(9_000)
    const { playout, lastVoiceAt } = call.state.speech
    expect(playout.queue).toEqual([])
    expect(lastVoiceAt).toBe(1_900)
    expect(call.turns).toMatchObject([{ itemId: 'i1' }])
    expect(call.at(9_100, speech('c1')).map(({ type }) => type)).not.toContain('engine.truncate')
  })

  test('ends with the attempt', () => {
    const call = after(calling(long), [called(), person('ringing')])
    call.until(9_000)
    const before = pieces(call).length
    call.at(9_000, person('declined'))
    call.until(12_000)
    expect(pieces(call)).toHaveLength(before)
  })

  test('is not played to a caller who talks to the person', () => {
    const call = after(calling(long), ALL_THE_WAY)
    call.until(60_000)
    expect(pieces(call)).toEqual([])
  })

  test('is not played on a line that is broken, and begins again on the next', () => {
    const call = calling(long)
    call.until(3_000)
    after(call, [{ type: 'carrier.lost', detail: 'broke' }])
    call.until(8_000)
    expect(pieces(call)).toHaveLength(1)
    after(call, [{ type: 'carrier.returns' }, { type: 'carrier.started' }])
    call.until(9_200)
    expect(pieces(call)).toHaveLength(2)
  })
})

describe('where the agent is to talk on', () => {
  test('a soft tone says that the line lives, from two seconds of silence on', () => {
    const call = calling({ ...long, hold: 'talk' })
    call.until(6_000)
    expect(tones(call)).toEqual([3_900, 4_900, 5_900])
    expect(pieces(call)).toEqual([])
  })
})

test('an agent whose audio never pauses plays no music', () => {
  const call = talking()
  call.state = { ...call.state, traits: { ...call.state.traits, continuous: true } }
  after(call, [transfers(long)])
  call.until(20_000)
  expect(pieces(call)).toEqual([])
})

test('the music is soft, has no seam, and is there from beginning to end', () => {
  const loop = [0, 1, 2, 3].flatMap((at) => {
    const bytes = Uint8Array.from(atob(musicPiece(at)), (char) => char.charCodeAt(0))
    expect(bytes).toHaveLength(MUSIC_PIECE_MS * 8)
    return [...decodeMulaw(bytes)]
  })
  expect(musicPiece(4)).toBe(musicPiece(0))
  const loudness = (from: number): number =>
    Math.sqrt(loop.slice(from, from + 800).reduce((sum, x) => sum + x * x, 0) / 800)
  const tenths = Array.from({ length: 80 }, (_, at) => loudness(at * 800))
  // Between −50 and −20 dBFS in every tenth of a second: audible, and below speech.
  expect(Math.min(...tenths)).toBeGreaterThan(32_768 * 10 ** (-50 / 20))
  expect(Math.max(...tenths)).toBeLessThan(32_768 * 10 ** (-20 / 20))
  const steps = loop.map((x, at) => Math.abs(x - (loop[(at + 1) % loop.length] ?? 0)))
  expect(Math.max(...steps)).toBeLessThan(3_500)
})

describe('an operator has the agent say something', () => {
  const says: CallEvent = { type: 'operator.says', text: 'One moment, please.' }
  const request = { kind: 'verbatim', text: 'One moment, please.', ordered: true }

  test('word for word, and first', () => {
    const call = talking()
    call.at(100, speech('c1'))
    call.at(500, { type: 'carrier.dtmf', digit: '#' })
    call.at(600, says)
    call.at(900, pause('c1'))
    expect(call.asked).toMatchObject({ request })
    expect(linesOf(call, 'event').map(({ event }) => event.summary)).toContain(
      'An operator has the agent say: One moment, please.',
    )
  })

  test('though an engine answers the caller by itself meanwhile', () => {
    const call = talking()
    call.state = { ...call.state, traits: { ...call.state.traits, answersItself: true } }
    call.at(100, speech('c1'))
    call.at(200, says)
    call.at(900, pause('c1'))
    call.at(910, { type: 'engine.committed', itemId: 'c1' })
    call.at(1_000, responds('r1'))
    call.at(1_100, audio('r1', 'i1', 200))
    call.at(1_200, done('r1'))
    expect(call.asked).toMatchObject({ request })
  })

  test.each<[string, CallEvent[]]>([
    ['is away', [{ type: 'carrier.moved' }]],
    ['has hung up', [{ type: 'operator.ended' }]],
  ])('but not to a caller who %s', (_, events) => {
    const call = after(talking(), events)
    const { state } = call
    expect(call.at(5_000, says)).toEqual([])
    expect(call.state).toBe(state)
  })
})

test('a few words that are to bridge a tool, and never come, keep nobody waiting longer for the tone', () => {
  const call = calling({ ...long, hold: 'talk' })
  call.until(10_000)
  const before = tones(call)[0] ?? 0
  const waiting = calling({ ...long, hold: 'talk' })
  waiting.at(1_850, responds('r2'))
  waiting.at(1_860, callsTool('r2', 'weather'))
  waiting.at(1_870, done('r2'))
  waiting.until(10_000)
  expect(before).toBeGreaterThan(0)
  expect(JSON.stringify(effectsOf(waiting, 'engine.respond'))).toContain('"filler":true')
  expect(tones(waiting)[0]).toBeLessThanOrEqual(before + 100)
})
