import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { type Script, soFar, writeScript } from '../../../worker/call/script.ts'
import {
  audio,
  committed,
  done,
  pause,
  responds,
  ScriptedCall,
  speech,
  started,
  ready,
} from './script.ts'

type Line = Extract<JournalEntry, { kind: 'scripted' }>

const line = (more: Partial<Line>): Line => ({
  kind: 'scripted',
  at: 0,
  itemId: 'i1',
  key: 'k1',
  attempt: 1,
  delta: '',
  complete: false,
  ...more,
})

const written = (...lines: Line[]): Script | null =>
  lines.reduce<Script | null>((script, next) => writeScript(script, next), null)

describe('what is written to be said', () => {
  test('grows piece by piece, and knows when its first words came', () => {
    const script = written(
      line({ at: 10 }),
      line({ at: 20, delta: 'We are ' }),
      line({ at: 30, delta: 'open.', complete: true }),
    )
    expect(script).toMatchObject({ text: 'We are open.', complete: true, wordsAt: 20 })
  })

  test('begins anew with each attempt, and says what another item said of the same answer', () => {
    const script = written(
      line({ delta: 'We are ' }),
      line({ itemId: 'i2', attempt: 2 }),
      line({ itemId: 'i2', attempt: 2, delta: 'open.' }),
    )
    expect(script).toMatchObject({ text: 'open.', itemId: 'i2', earlierIds: ['i1'] })
    const history = [
      { key: 'turn:i1', at: 0, item: { kind: 'agent', text: 'We' } },
      { key: 'turn:i2', at: 1, item: { kind: 'agent', text: 'open.' } },
    ] as const
    expect(script && soFar(script, history, null)).toMatchObject({
      heard: 'open.',
      heardBefore: 'We',
    })
    expect(script && soFar(script, history, '')).toMatchObject({ heard: '' })
  })

  test('is forgotten for another answer', () => {
    const script = written(line({ delta: 'Yes.' }), line({ itemId: 'i2', key: 'k2' }))
    expect(script).toMatchObject({ key: 'k2', text: '', earlierIds: [] })
  })
})

/** An engine that thinks and speaks apart, and is asked for each answer. */
function talking(): ScriptedCall {
  const call = new ScriptedCall({}, { answersItself: false, stopsItself: false })
  call.at(0, ready)
  call.at(0, started)
  return call
}

/** The caller says this, and its answer is asked for. */
function says(call: ScriptedCall, at: number, itemId: string, text: string) {
  call.at(at, speech(itemId))
  call.at(at + 400, pause(itemId))
  call.at(at + 500, { type: 'engine.committed', itemId, text })
  call.at(at + 500, { type: 'engine.transcribed', itemId, text, usage: null })
}

const word = (text: string, endMs: number) => ({ text, startMs: 0, endMs })
const writes = (itemId: string, delta: string, complete = false) =>
  ({ type: 'engine.scripted', itemId, key: 'k', attempt: 1, delta, complete }) as const

describe('an answer that is asked for', () => {
  test('is named by what the caller said last', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    expect(call.asked).toEqual({
      type: 'engine.respond',
      request: { kind: 'continue' },
      turn: 'c1',
    })
  })

  test('is named so whatever comes late of an earlier turn', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(700, responds('r1'))
    call.at(710, { type: 'engine.transcribed', itemId: 'c1', text: 'Hello!', usage: null })
    says(call, 800, 'c2', 'Are you there?')
    call.at(1_400, { type: 'engine.transcribed', itemId: 'c1', text: 'Hello?', usage: null })
    expect(call.state.turns.latest).toBe('c2')
  })

  test('nor by words that are known already, when they are told once more', () => {
    const call = talking()
    for (const [n, text] of ['Hello.', 'Are you there?'].entries()) {
      call.at(n * 1_000 + 100, speech(`c${n}`))
      call.at(n * 1_000 + 600, pause(`c${n}`))
      call.at(n * 1_000 + 610, { type: 'engine.committed', itemId: `c${n}`, text })
    }
    call.at(2_000, { type: 'engine.transcribed', itemId: 'c0', text: 'Hello!', usage: null })
    expect(call.state.turns.latest).toBe('c1')
  })

  test('is not named by a sound without words', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(700, speech('c2'))
    call.at(900, pause('c2'))
    call.at(950, { type: 'engine.transcribed', itemId: 'c2', text: '', usage: null })
    expect(call.state.turns.latest).toBe('c1')
  })

  test('is named by the key that was pressed, and by the tool that was done', () => {
    const call = talking()
    call.at(100, { type: 'carrier.dtmf', digit: '1' })
    call.at(200, { type: 'carrier.dtmf', digit: '#' })
    expect(call.state.turns.latest).toBe('told_200')
    call.at(300, responds('r1'))
    const tool = { toolCallId: 't1', name: 'weather', args: '{}' }
    call.at(310, { type: 'engine.tool_call', responseId: 'r1', ...tool })
    call.at(320, done('r1'))
    const settled = {
      type: 'tool.settled',
      toolCallId: 't1',
      output: 'sun',
      directive: null,
    } as const
    call.at(400, settled)
    expect(call.asked).toEqual({
      type: 'engine.respond',
      request: { kind: 'continue' },
      turn: 't1',
    })
  })
})

describe('an answer that was written', () => {
  test('tells when its first words were, and is no part of the record', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(610, responds('r1'))
    call.at(620, writes('i1', ''))
    call.at(700, writes('i1', 'Good day.', true))
    call.at(800, { type: 'engine.words', responseId: 'r1', itemId: 'i1', delta: 'Good day.' })
    call.at(900, audio('r1', 'i1', 400))
    call.at(910, done('r1'))
    const turn = call.turns.find(({ itemId }) => itemId === 'i1')
    expect(turn?.timing).toMatchObject({ respondedAt: 610, thoughtAt: 700, firstAudioAt: 900 })
  })

  test('is gone on with after a break, from where it was heard', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(610, responds('r1'))
    call.at(620, writes('i1', 'So it is, and so it was.', true))
    call.at(630, {
      type: 'engine.words',
      responseId: 'r1',
      itemId: 'i1',
      delta: 'So it is, and so it was.',
    })
    call.at(640, {
      type: 'engine.timed',
      responseId: 'r1',
      itemId: 'i1',
      words: [word('So ', 200), word('it ', 300), word('is, ', 800), word('and ', 1_000)],
    })
    call.at(650, audio('r1', 'i1', 2_000))
    call.at(1_700, { type: 'carrier.lost', detail: 'gone' })
    call.at(1_800, done('r1', 'cancelled'))
    call.at(1_900, { type: 'carrier.returns' })
    call.at(2_000, started)
    const { asked } = call
    expect(asked).toMatchObject({
      request: { kind: 'go_on' },
      script: { key: 'k', complete: true, text: 'So it is, and so it was.' },
    })
    const heard = asked?.type === 'engine.respond' ? asked.script?.heard : null
    expect(['So it', 'So it is,']).toContain(heard)
  })

  test('is gone on with after a restart, though all that was made of it was heard', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(610, responds('r1'))
    call.at(620, writes('i1', 'So it is, and so it was.', true))
    call.at(630, { type: 'engine.words', responseId: 'r1', itemId: 'i1', delta: 'So it is, ' })
    call.at(650, audio('r1', 'i1', 2_000))
    call.at(2_700, { type: 'carrier.mark', name: 'p0' })
    call.at(2_710, committed('none'))
    call.restart(2_800)
    expect(call.state.responses.wanted).toEqual([{ kind: 'go_on', after: null }])
  })
})

describe('what an engine is made to forget', () => {
  test('comes with the words that are left', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(610, responds('r1'))
    call.at(630, { type: 'engine.words', responseId: 'r1', itemId: 'i1', delta: 'So it is. ' })
    const words = [
      { text: 'So ', startMs: 0, endMs: 200 },
      { text: 'it ', startMs: 200, endMs: 300 },
      { text: 'is. ', startMs: 300, endMs: 900 },
    ]
    call.at(640, { type: 'engine.timed', responseId: 'r1', itemId: 'i1', words })
    call.at(650, audio('r1', 'i1', 1_000))
    expect(call.at(1_000, speech('c2'))).toContainEqual({
      type: 'engine.truncate',
      itemId: 'i1',
      heardMs: 350,
      heardText: 'So it',
    })
    expect(call.turns.find(({ itemId }) => itemId === 'i1')?.heardText).toBe('So it')
  })

  test('is told, too, where the caller had heard all that came of an answer', () => {
    const call = talking()
    says(call, 100, 'c1', 'Hello.')
    call.at(610, responds('r1'))
    call.at(630, { type: 'engine.words', responseId: 'r1', itemId: 'i1', delta: 'So it is. ' })
    const words = [{ text: 'So ', startMs: 0, endMs: 200 }]
    call.at(640, { type: 'engine.timed', responseId: 'r1', itemId: 'i1', words })
    call.at(650, audio('r1', 'i1', 400))
    call.at(1_100, { type: 'carrier.mark', name: 'p0' })
    expect(call.at(1_200, speech('c2'))).toContainEqual({
      type: 'engine.truncate',
      itemId: 'i1',
      heardMs: 400,
      heardText: 'So',
    })
  })
})
