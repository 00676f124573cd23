import { describe, expect, test } from 'vitest'
import {
  audio,
  committed,
  done,
  fillsNoMore,
  fillsPauses,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
  words,
  talking,
} from './script.ts'

describe('barge-in', () => {
  test('cuts the agent off at the millisecond the caller heard', () => {
    const call = talking()
    call.at(1000, responds('r1'))
    call.at(1000, audio('r1', 'i1', 400))
    call.at(1005, audio('r1', 'i1', 400))
    call.at(1400, mark('p0'))
    expect(call.at(1500, speech('c1'))).toEqual([
      { type: 'carrier.clear' },
      { type: 'engine.truncate', itemId: 'i1', heardMs: 500, heardText: '' },
      fillsPauses,
    ])
  })

  test('plays nothing more of the interrupted answer', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    call.at(100, speech('c1'))
    expect(call.at(110, audio('r1', 'i1', 400))).toEqual([])
    expect(call.at(120, mark('p0'))).toEqual([])
    call.at(130, done('r1', 'cancelled'))
    call.at(900, pause('c1'))
    call.at(900, committed('c1'))
    call.at(950, responds('r2'))
    expect(call.at(960, audio('r2', 'i2', 200))).toMatchObject([{ type: 'carrier.play' }])
  })

  test('forgets the items that were queued behind the one being heard', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 300))
    call.at(0, audio('r1', 'i2', 300))
    expect(call.at(100, speech('c1'))).toEqual([
      { type: 'carrier.clear' },
      { type: 'engine.truncate', itemId: 'i1', heardMs: 100, heardText: '' },
      { type: 'engine.truncate', itemId: 'i2', heardMs: 0, heardText: '' },
      fillsPauses,
    ])
  })

  test('leaves alone what was heard to the end', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 300))
    call.at(50, done('r1'))
    call.at(300, mark('p0'))
    expect(call.at(400, speech('c1'))).toEqual([fillsPauses])
    expect(call.turns).toMatchObject([{ itemId: 'i1', heardMs: 300, interrupted: false }])
  })

  test('interrupts nothing that will have been heard to the end by then', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    call.at(50, done('r1'))
    // The echo is on its way; what the carrier may still be playing is dropped all the same.
    expect(call.at(420, speech('c1'))).toEqual([{ type: 'carrier.clear' }, fillsPauses])
    expect(call.turns).toMatchObject([{ itemId: 'i1', heardMs: 400, interrupted: false }])
    expect(call.journal.filter(({ kind }) => kind === 'event')).toEqual([])
  })

  test('cuts an answer of which more was to come, though all that came was heard', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    expect(call.at(900, speech('c1'))).toContainEqual({
      type: 'engine.truncate',
      itemId: 'i1',
      heardMs: 400,
      heardText: '',
    })
    expect(call.turns).toMatchObject([{ itemId: 'i1', heardMs: 400, interrupted: true }])
  })

  const HOURS = 'We are open from Monday to Friday, eight in the morning to six at night.'

  test('keeps the words that were heard, and marks the turn as cut', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', HOURS))
    call.at(0, audio('r1', 'i1', 4000))
    call.at(10, done('r1'))
    call.at(2200, speech('c1'))
    expect(call.turns).toMatchObject([
      { text: HOURS, heardText: 'We are open from Monday to Friday,', interrupted: true },
    ])
  })

  test('keeps no words that only ran ahead of their sound', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', HOURS))
    call.at(0, audio('r1', 'i1', 5000))
    call.at(10, done('r1'))
    call.at(5000, mark('p0'))
    call.at(6000, responds('r2'))
    call.at(6000, words('r2', 'i2', HOURS))
    call.at(6000, audio('r2', 'i2', 1500))
    call.at(7500, speech('c1'))
    expect(call.turns.find(({ itemId }) => itemId === 'i2')).toMatchObject({
      text: HOURS,
      heardText: 'We are',
    })
  })

  test('knows the pace of the agent also when the process was lost since', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', HOURS))
    call.at(0, audio('r1', 'i1', 9000))
    call.at(10, done('r1'))
    call.at(9000, mark('p0'))
    const { pace } = call.state.turns
    expect(pace.ms / pace.units).toBeGreaterThan(100)
    call.restart(10_000)
    expect(call.state.turns.pace).toEqual(pace)
  })

  test('nor those of an answer that the model gave up, though all its sound was heard', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, words('r1', 'i1', HOURS))
    call.at(0, audio('r1', 'i1', 1500))
    call.at(10, done('r1', 'incomplete'))
    call.at(1500, mark('p0'))
    expect(call.turns).toMatchObject([{ text: HOURS, heardText: 'We', heardMs: 1500 }])
  })

  test('does not happen when it is switched off: the answer follows the agent’s turn', () => {
    const call = talking({ bargeIn: false })
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 3000))
    expect(call.at(500, speech('c1'))).toEqual([fillsPauses])
    call.at(900, pause('c1'))
    expect(call.at(900, committed('c1'))).toEqual([])
    expect(call.at(1000, done('r1'))).toEqual([
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
  })
})

describe('marks', () => {
  test('follow so much audio, and the end of an answer', () => {
    const call = talking()
    call.at(0, responds('r1'))
    expect(call.at(0, audio('r1', 'i1', 200))).toMatchObject([{ mark: null }])
    expect(call.at(10, audio('r1', 'i1', 250))).toMatchObject([{ mark: 'p1' }])
    expect(call.at(20, audio('r1', 'i1', 300))).toMatchObject([{ mark: null }])
    expect(call.at(30, done('r1'))).toEqual([{ type: 'carrier.send_mark', mark: 'p2' }])
    expect(call.at(750, mark('p2'))).toEqual([])
    expect(call.turns).toMatchObject([{ heardMs: 750, interrupted: false, endedAtMs: 750 }])
  })

  test('are not sent twice at the end of an answer', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 600))
    expect(call.at(30, done('r1'))).toEqual([])
  })

  test('follow an answer that was whole before the stream was open', () => {
    const call = new ScriptedCall({
      greeting: { type: 'fixed', text: 'Hello!', interruptible: true },
    })
    call.at(0, ready)
    call.at(50, responds('r1'))
    call.at(60, audio('r1', 'i1', 300))
    call.at(70, done('r1'))
    expect(call.at(200, started)).toEqual([
      { type: 'carrier.play', payload: 'i1:300', mark: null },
      { type: 'carrier.send_mark', mark: 'p0' },
    ])
  })

  test('tell when an answer was first heard: half a round trip after it was sent', () => {
    const call = talking()
    call.at(1000, responds('r1'))
    call.at(1000, audio('r1', 'i1', 300))
    call.at(1010, audio('r1', 'i1', 300))
    call.at(1020, done('r1'))
    call.at(1680, mark('p1'))
    expect(call.turns).toMatchObject([{ timing: { firstAudioAt: 1000, firstHeardAt: 1040 } }])
    expect(call.turns).toMatchObject([{ startedAtMs: 1040, endedAtMs: 1640 }])
  })
})

test('what began before the question, and is still arriving after it, is no answer to it', () => {
  const call = talking({ bargeIn: false })
  call.at(100, responds('r1'))
  call.at(150, audio('r1', 'i1', 500))
  call.at(300, speech('c1'))
  call.at(900, pause('c1'))
  call.at(1_000, audio('r1', 'i1', 500))
  expect(call.journal.map(({ kind }) => kind)).not.toContain('answer')
  call.at(1_050, done('r1'))
  call.at(1_100, committed('c1'))
  call.at(1_200, responds('r2'))
  call.at(1_400, audio('r2', 'i2', 500))
  expect(call.journal).toContainEqual({ kind: 'answer', ms: 1_000 })
})

describe('pauses of the carrier', () => {
  test('are filled from the first word of the caller’s turn to its end', () => {
    const call = talking()
    expect(call.at(100, speech('c1'))).toEqual([fillsPauses])
    expect(call.at(900, pause('c1'))).toEqual([fillsNoMore])
    expect(call.at(900, pause('c2'))).toEqual([fillsNoMore])
  })

  test('are filled on the stream that follows a broken one, too', () => {
    const call = talking()
    call.at(100, speech('c1'))
    call.at(200, { type: 'carrier.lost', detail: 'broke' })
    expect(call.at(700, started)).toEqual([fillsPauses])
  })
})

describe('responses', () => {
  test('wait until the caller has finished and the model’s own answer is done', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '5' })
    call.at(100, speech('c1'))
    call.until(1400)
    expect(call.effects.map(({ effect }) => effect.type)).toContain('engine.tell')
    expect(call.effects.map(({ effect }) => effect.type)).not.toContain('engine.respond')
  })

  test('are not asked for when the caller falls silent: the model answers that by itself', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '5' })
    call.at(100, speech('c1'))
    call.until(1400)
    expect(call.at(1500, pause('c1'))).toEqual([fillsNoMore])
    expect(call.at(1510, { type: 'engine.committed', itemId: 'c1' })).toEqual([])
    call.at(1520, responds('r1'))
    expect(call.at(2000, done('r1'))).toEqual([])
  })

  test('are asked for again when another one was running', () => {
    const call = new ScriptedCall({ greeting: { type: 'generated', interruptible: true } })
    call.at(0, started)
    call.at(10, ready)
    call.at(20, {
      type: 'engine.refused',
      why: 'already_responding',
      detail: 'busy',
      retryAfterMs: null,
    })
    call.at(30, responds('other'))
    expect(call.at(900, done('other'))).toMatchObject([
      { type: 'engine.respond', request: { kind: 'instructed' } },
    ])
  })

  test('are asked for again, too, when the refusal comes after the other one was told of', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '1' })
    call.until(1200)
    call.at(1300, responds('own'))
    call.at(1310, {
      type: 'engine.refused',
      why: 'already_responding',
      detail: 'busy',
      retryAfterMs: null,
    })
    expect(call.at(2000, done('own'))).toEqual([
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
  })

  test('that fail are asked for again after growing waits, and not for ever', () => {
    const call = talking()
    call.at(0, committed('c1'))
    const asked: number[] = []
    for (let n = 1; call.state.phase.name === 'talking'; n++) {
      call.at(call.now + 10, responds(`r${n}`))
      call.at(call.now + 10, done(`r${n}`, 'failed'))
      while (call.state.responses.notBefore > call.now && call.state.phase.name === 'talking')
        call.tick()
      if (call.state.phase.name === 'talking') asked.push(call.now)
    }
    expect(asked).toEqual([520, 1_540, 3_560])
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'model_failed' })
  })

  test('are asked for again when the vendor says, if it says so', () => {
    const call = talking()
    call.at(0, committed('c1'))
    call.at(10, responds('r1'))
    call.at(20, done('r1', 'failed', 1_500))
    call.until(1_519)
    expect(asks(call)).toEqual([])
    call.until(1_520)
    expect(asks(call)).toEqual([{ kind: 'continue' }])
  })

  test.each(['completed', 'incomplete', 'cancelled'] as const)(
    'that end as %s without a sound are asked for again',
    (status) => {
      const call = talking()
      call.at(0, speech('c1'))
      call.at(500, pause('c1'))
      call.at(500, committed('c1'))
      call.at(600, responds('r1'))
      call.at(700, words('r1', 'i1', 'Text alone'))
      call.at(800, done('r1', status))
      call.until(1_300)
      expect(asks(call)).toEqual([{ kind: 'continue' }])
      expect(call.journal).toContainEqual(
        expect.objectContaining({ event: expect.objectContaining({ kind: 'engine_error' }) }),
      )
    },
  )

  test('that the engine made unasked may be silent', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(100, done('r1'))
    call.until(20_000)
    expect(asks(call)).toEqual([])
  })

  test('that are cut short by the engine are owed their rest', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 500))
    call.at(10, done('r1', 'incomplete'))
    call.until(600)
    expect(asks(call)).toEqual([{ kind: 'go_on', after: null }])
  })

  test('that were refused are asked for again, a greeting too', () => {
    const call = new ScriptedCall({
      greeting: { type: 'fixed', text: 'Hello.', interruptible: true },
    })
    call.at(0, ready)
    const refusal = { why: 'bad_request', detail: 'server error', retryAfterMs: null } as const
    call.at(100, { type: 'engine.refused', ...refusal })
    call.until(600)
    expect(asks(call)).toEqual([
      { kind: 'verbatim', text: 'Hello.' },
      { kind: 'verbatim', text: 'Hello.' },
    ])
  })

  test('that were refused are asked for again no sooner than the vendor wants', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '#' })
    const refusal = { why: 'bad_request', detail: 'too many', retryAfterMs: 1500 } as const
    expect(call.at(100, { type: 'engine.refused', ...refusal })).toEqual([])
    call.until(1599)
    expect(asks(call)).toHaveLength(1)
    call.until(1600)
    expect(asks(call)).toHaveLength(2)
  })

  test('that never begin are asked of a new engine, once', () => {
    const call = talking()
    call.at(0, committed('c1'))
    call.until(10_000)
    expect(call.state.engine).toMatchObject({ instance: 2, stage: { name: 'opening' } })
    call.at(10_100, ready)
    call.until(20_000)
    expect(call.state.phase).toEqual({
      name: 'ended',
      reason: 'model_failed',
      failure: 'The model did not begin to answer.',
    })
  })

  test('that never begin are not waited for twice where a person can go on', () => {
    const call = talking({ fallbackNumber: '+12025550177' })
    call.at(0, committed('c1'))
    call.until(10_000)
    expect(call.state.phase).toEqual({
      name: 'ended',
      reason: 'model_failed',
      failure: 'The model did not begin to answer.',
    })
  })

  test('of nothing but tools come to an end', () => {
    const call = talking()
    const settle = { output: 'no', directive: null }
    const tool = { name: 'lookup', args: '{}' }
    call.at(0, committed('c1'))
    for (let n = 1; n < 20 && call.state.phase.name === 'talking'; n++) {
      call.at(n * 100, responds(`r${n}`))
      const toolCallId = `t${n}`
      call.at(n * 100, { type: 'engine.tool_call', responseId: `r${n}`, toolCallId, ...tool })
      call.at(n * 100 + 10, done(`r${n}`))
      call.at(n * 100 + 20, { type: 'tool.settled', toolCallId, ...settle })
    }
    const kinds = asks(call).map(({ kind }) => kind)
    expect(kinds.join(' ')).toBe(`${'continue '.repeat(4)}${'speak '.repeat(4)}`.trim())
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'model_failed' })
  })

  test('that begin after the caller has gone on are not heard', () => {
    const call = talking()
    call.at(0, committed('c1'))
    call.at(100, speech('c2'))
    expect(call.at(150, responds('r1'))).toEqual([{ type: 'engine.cancel', responseId: 'r1' }])
    expect(call.at(160, audio('r1', 'i1', 400))).toEqual([])
  })
})

function asks(call: ScriptedCall) {
  return call.effects.flatMap(({ effect }) =>
    effect.type === 'engine.respond' ? [effect.request] : [],
  )
}

describe('keys', () => {
  test('are passed on at once when # ends them', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '1' })
    expect(call.at(300, { type: 'carrier.dtmf', digit: '#' })).toMatchObject([
      { type: 'engine.tell', text: '(The caller pressed 1 # on the keypad.)' },
      { type: 'engine.respond' },
    ])
  })

  test('that follow each other closely are one message', () => {
    const call = talking()
    call.at(0, { type: 'carrier.dtmf', digit: '1' })
    call.at(300, { type: 'carrier.dtmf', digit: '2' })
    call.at(600, { type: 'carrier.dtmf', digit: '3' })
    call.until(3000)
    expect(call.effects.filter(({ effect }) => effect.type === 'engine.tell')).toEqual([
      {
        at: 1800,
        effect: { type: 'engine.tell', text: '(The caller pressed 1 2 3 on the keypad.)' },
      },
    ])
  })

  test('do not interrupt an agent that nobody may interrupt', () => {
    const call = talking({ bargeIn: false })
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 9000))
    expect(call.at(100, { type: 'carrier.dtmf', digit: '#' })).toEqual([
      { type: 'engine.tell', text: '(The caller pressed # on the keypad.)' },
    ])
  })

  test('interrupt the agent', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 9000))
    call.at(100, { type: 'carrier.dtmf', digit: '1' })
    call.until(1300)
    expect(
      call.effects.map(({ effect }) => effect).filter(({ type }) => type !== 'record'),
    ).toEqual([
      { type: 'engine.open', instance: 1, which: 'own', history: [] },
      { type: 'carrier.play', payload: 'i1:9000', mark: 'p0' },
      { type: 'carrier.clear' },
      { type: 'engine.cancel', responseId: 'r1' },
      { type: 'engine.truncate', itemId: 'i1', heardMs: 1300, heardText: '' },
      { type: 'engine.tell', text: '(The caller pressed 1 on the keypad.)' },
    ])
  })
})

describe('tools', () => {
  const call1 = {
    type: 'engine.tool_call',
    responseId: 'r1',
    toolCallId: 't1',
    name: 'weather',
    args: '{}',
  } as const

  test('run once, and are answered once however often they settle', () => {
    const call = talking()
    call.at(0, responds('r1'))
    expect(call.at(10, call1)).toEqual([
      { type: 'tool.run', toolCallId: 't1', name: 'weather', args: '{}' },
    ])
    expect(call.at(11, call1)).toEqual([])
    call.at(20, done('r1'))
    const settled = {
      type: 'tool.settled',
      toolCallId: 't1',
      output: 'sun',
      directive: null,
    } as const
    expect(call.at(30, settled)).toEqual([
      { type: 'engine.answer_tool', toolCallId: 't1', output: 'sun' },
      { type: 'engine.respond', request: { kind: 'continue' } },
    ])
    expect(call.at(31, settled)).toEqual([])
  })

  test('that take too long are answered all the same', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(10, call1)
    call.at(20, done('r1'))
    call.until(15_010)
    expect(call.effects.map(({ effect }) => effect)).toContainEqual({
      type: 'engine.answer_tool',
      toolCallId: 't1',
      output: 'The tool took too long and was given up.',
    })
  })
})

describe('a stream that breaks', () => {
  test('may come back; the agent’s words wait for it', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 500))
    call.at(200, { type: 'carrier.lost', detail: 'The media stream broke.' })
    call.at(300, done('r1', 'cancelled'))
    call.at(400, { type: 'carrier.dtmf', digit: '1' })
    call.until(1700)
    call.at(1800, responds('r2'))
    expect(call.at(1900, audio('r2', 'i2', 500))).toEqual([])
    expect(call.at(2000, started)).toMatchObject([{ type: 'carrier.play', payload: 'i2:500' }])
  })

  test('was heard as far as the carrier had played when it broke', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    call.at(0, audio('r1', 'i1', 400))
    call.at(500, mark('p0'))
    call.at(600, { type: 'carrier.lost', detail: 'The media stream broke.' })
    expect(call.turns).toMatchObject([{ heardMs: 500, interrupted: true }])
  })

  test('tells nothing of how far away the next one is', () => {
    const call = talking()
    call.at(0, responds('r1'))
    call.at(0, audio('r1', 'i1', 400))
    call.at(420, mark('p0'))
    call.at(600, { type: 'carrier.lost', detail: 'The media stream broke.' })
    call.at(900, started)
    call.at(1000, responds('r2'))
    call.at(1000, audio('r2', 'i2', 2000))
    call.at(2000, { type: 'carrier.stopped' })
    // A long round trip is assumed, not the 20 ms of before.
    expect(call.turns.find(({ itemId }) => itemId === 'i2')).toMatchObject({ heardMs: 600 })
  })

  test('and does not come back ends the call', () => {
    const call = talking()
    call.at(200, { type: 'carrier.lost', detail: 'The media stream broke.' })
    call.until(60_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  })
})
