/** Tools in a call: what bridges them, what is not run again, keys both ways, and another agent. */
import { describe, expect, test } from 'vitest'
import { HIDDEN_KEY } from '../../../worker/call/digits.ts'
import type { CallEvent } from '../../../worker/call/events.ts'
import { instructionsIn, sentencesIn } from '../../../worker/call/prompts/index.ts'
import { agent } from '../shell/fakes.ts'
import {
  audio,
  committed,
  done,
  mark,
  pause,
  ready,
  responds,
  RULES,
  ScriptedCall,
  speech,
  started,
  TRAITS,
  words,
  talking,
} from './script.ts'

const { oneMoment } = sentencesIn('en-US')
const { toolNotDone, toolRepeated, handedOver } = instructionsIn('en-US')

const toolCall = (toolCallId: string, name = 'weather', args = '{}', responseId = 'r1') =>
  ({ type: 'engine.tool_call', responseId, toolCallId, name, args }) as const
const settled = (toolCallId: string, directive: Settled['directive'] = null): Settled => ({
  type: 'tool.settled',
  toolCallId,
  output: 'sun',
  directive,
})
type Settled = Extract<CallEvent, { type: 'tool.settled' }>

/** The model calls a tool without a word, half a second into the call. */
function calling(name = 'weather', ...settings: ConstructorParameters<typeof ScriptedCall>) {
  const call = talking(...settings)
  call.at(500, responds('r1'))
  call.at(500, toolCall('t1', name))
  call.at(510, done('r1'))
  return call
}

/** The model says a sentence, and calls a tool before its last words are made. */
function speaking() {
  const call = talking({}, { answersItself: false, stopsItself: false })
  call.at(500, responds('r1'))
  call.at(500, audio('r1', 'i1', 1_000))
  call.at(500, words('r1', 'i1', 'Our sales people know.'))
  call.at(510, toolCall('t1'))
  return call
}

const asked = (call: ScriptedCall) =>
  call.effects.flatMap(({ at, effect }) =>
    effect.type === 'engine.respond' ? [{ at, request: effect.request }] : [],
  )

describe('a tool that takes long', () => {
  test('is bridged by a few words, once', () => {
    const call = calling()
    call.until(1_999)
    expect(asked(call)).toEqual([])
    call.until(2_000)
    const filler = { kind: 'verbatim', text: oneMoment[0], filler: true }
    expect(asked(call)).toEqual([{ at: 2_000, request: filler }])
    call.at(2_200, responds('r2'))
    call.at(2_200, audio('r2', 'i2', 400))
    call.at(2_210, done('r2'))
    call.at(2_700, mark('p0'))
    call.until(9_000)
    expect(asked(call)).toHaveLength(1)
    call.at(9_000, settled('t1'))
    expect(asked(call).at(-1)).toEqual({ at: 9_000, request: { kind: 'continue' } })
  })

  test('is bridged by its own words, or not at all', () => {
    const own = calling('look_up')
    own.until(3_000)
    expect(asked(own)[0]?.request).toMatchObject({ text: 'Let me see.' })
    const none = calling('keys')
    none.until(5_000)
    expect(asked(none)).toEqual([])
  })

  test('is not bridged while the agent or the caller speaks, or when it is done in time', () => {
    const quick = calling()
    quick.at(1_500, settled('t1'))
    quick.until(4_000)
    expect(asked(quick).map(({ request }) => request.kind)).toEqual(['continue'])
    const talkative = calling()
    talkative.at(1_900, speech('c1'))
    talkative.until(4_000)
    expect(asked(talkative)).toEqual([])
  })

  test('is answered after the words that bridge it, and these are not owed', () => {
    const call = calling()
    call.until(2_000)
    call.at(2_100, settled('t1'))
    expect(asked(call)).toHaveLength(1)
    call.at(2_200, responds('r2'))
    call.at(2_210, done('r2', 'failed'))
    expect(asked(call).map(({ request }) => request.kind)).toEqual(['verbatim', 'continue'])
  })

  test('is bridged no second time when the words were refused', () => {
    const call = calling()
    call.until(2_000)
    const why = 'bad_request'
    call.at(2_100, { type: 'engine.refused', why, detail: 'no', retryAfterMs: null })
    call.until(6_000)
    expect(asked(call)).toHaveLength(1)
  })

  test('does not keep the caller from speaking, and its late result is no interruption', () => {
    const call = calling('weather', { bargeIn: true }, { answersItself: false, stopsItself: false })
    call.until(2_000)
    call.at(2_200, responds('r2'))
    call.at(2_200, audio('r2', 'i2', 800))
    call.at(2_210, done('r2'))
    expect(call.at(2_500, speech('c1'))).toContainEqual({ type: 'carrier.clear' })
    call.at(4_000, settled('t1'))
    expect(asked(call)).toHaveLength(1)
    call.at(6_000, pause('c1'))
    call.at(6_010, committed('c1'))
    expect(asked(call).map(({ request }) => request.kind)).toEqual(['verbatim', 'continue'])
  })
})

describe('a tool', () => {
  test('of an answer that the caller talks over does not run', () => {
    const call = speaking()
    call.at(1_000, speech('c1'))
    expect(call.at(1_010, toolCall('t2', 'look_up'))).toEqual([
      { type: 'engine.answer_tool', toolCallId: 't2', output: toolNotDone },
    ])
  })

  test('that was called with another one is gone on from when both are done', () => {
    const call = talking()
    call.at(500, responds('r1'))
    call.at(500, toolCall('t1'))
    call.at(500, toolCall('t2', 'look_up'))
    call.at(510, done('r1'))
    expect(call.at(900, settled('t2'))).toMatchObject([{ type: 'engine.answer_tool' }])
    expect(call.at(950, settled('t1'))).toMatchObject([
      { type: 'engine.answer_tool' },
      { type: 'engine.respond' },
    ])
  })

  test('that takes too long is stopped, once', () => {
    const call = calling('keys')
    call.until(30_000)
    expect(call.effects.filter(({ effect }) => effect.type === 'tool.stop')).toEqual([
      { at: 15_500, effect: { type: 'tool.stop', toolCallId: 't1' } },
    ])
  })
})

describe('what was called before', () => {
  test('is not run a third time before the caller has spoken again', () => {
    const call = talking()
    for (const id of ['1', '2', '3']) {
      const at = call.now + 100
      call.at(at, responds(`r${id}`))
      call.at(at, toolCall(`t${id}`, 'weather', '{"day":1}', `r${id}`))
      call.at(at + 10, done(`r${id}`))
      call.at(at + 20, settled(`t${id}`))
    }
    const runs = call.effects.filter(({ effect }) => effect.type === 'tool.run')
    expect(runs).toHaveLength(2)
    expect(call.effects.map(({ effect }) => effect)).toContainEqual({
      type: 'engine.answer_tool',
      toolCallId: 't3',
      output: toolRepeated,
    })
    expect(asked(call).at(-1)?.request.kind).toBe('continue')
    call.at(1_000, responds('r4'))
    call.at(1_000, audio('r4', 'i4', 400))
    call.at(1_010, done('r4'))
    call.at(2_000, speech('c1'))
    call.at(2_900, pause('c1'))
    call.at(3_000, committed('c1'))
    call.at(3_100, responds('r5'))
    expect(call.at(3_100, toolCall('t5', 'weather', '{"day":1}', 'r5'))).toMatchObject([
      { type: 'tool.run' },
    ])
  })

  test('and lost in a restart is run again where that does no harm, and told otherwise', () => {
    const again = calling('look_up')
    again.restart(1_000)
    again.at(1_100, started)
    again.at(1_100, ready)
    again.until(1_200)
    const runs = again.effects.filter(({ effect }) => effect.type === 'tool.run')
    expect(runs.map(({ effect }) => effect)).toEqual([
      { type: 'tool.run', toolCallId: 't1', name: 'look_up', args: '{}' },
      { type: 'tool.run', toolCallId: 't1', name: 'look_up', args: '{}' },
    ])
    again.at(2_000, settled('t1'))
    expect(again.journal.filter(({ kind }) => kind === 'tool_answered')).toHaveLength(1)
    const once = calling('weather')
    once.restart(1_000)
    once.until(1_200)
    expect(once.effects.filter(({ effect }) => effect.type === 'tool.run')).toHaveLength(1)
    expect(once.journal.filter(({ kind }) => kind === 'tool_answered')).toHaveLength(1)
  })
})

const collects = (sensitive: boolean, terminator: '#' | null = '#'): CallEvent => ({
  type: 'tool.collects',
  toolCallId: 't1',
  wanted: { most: 4, least: 4, terminator, timeoutMs: 5_000, sensitive },
})
const key = (digit: string): CallEvent => ({ type: 'carrier.dtmf', digit })
const collected = (call: ScriptedCall) =>
  call.effects.flatMap(({ at, effect }) =>
    effect.type === 'tool.collected' ? [[at, effect.digits, effect.ended]] : [],
  )

describe('keys that a tool waits for', () => {
  test('are its own, and no message of the caller’s', () => {
    const call = calling('keys')
    call.at(600, collects(false))
    call.at(1_000, key('1'))
    call.at(1_500, key('2'))
    call.at(2_000, key('#'))
    call.until(4_000)
    expect(collected(call)).toEqual([[2_000, '12', 'wanted']])
    expect(call.journal.filter(({ kind }) => kind === 'told')).toEqual([])
    expect(call.state.collecting).toBeNull()
  })

  test('are enough when they are as many as can be', () => {
    const call = calling('keys')
    call.at(600, collects(false, null))
    for (const digit of '1#34') call.at(call.now + 100, key(digit))
    expect(collected(call)).toEqual([[1_000, '1#34', 'wanted']])
  })

  test('are waited for so long after the last one, or after the agent has asked', () => {
    const call = calling('keys')
    call.at(600, collects(false))
    call.at(2_000, key('1'))
    call.until(6_999)
    expect(collected(call)).toEqual([])
    call.until(7_000)
    expect(collected(call)).toEqual([[7_000, '1', 'time_out']])
    const asking = talking()
    asking.at(500, responds('r1'))
    asking.at(500, words('r1', 'i1', 'Your number, please.'))
    asking.at(500, audio('r1', 'i1', 2_000))
    asking.at(500, toolCall('t1', 'keys'))
    asking.at(510, done('r1'))
    asking.at(600, collects(false))
    asking.at(2_600, mark('p0'))
    asking.until(7_599)
    expect(collected(asking)).toEqual([])
    asking.until(7_600)
    expect(collected(asking)).toEqual([[7_600, '', 'time_out']])
  })

  test('stop the agent', () => {
    const call = talking({}, { answersItself: false, stopsItself: false })
    call.at(500, responds('r1'))
    call.at(500, audio('r1', 'i1', 3_000))
    call.at(500, toolCall('t1', 'keys'))
    call.at(510, done('r1'))
    call.at(600, collects(false))
    expect(call.at(1_000, key('1'))).toContainEqual({ type: 'carrier.clear' })
  })

  test('in secret are written down as dots, even one that came in clear', () => {
    const call = calling('keys')
    call.at(600, collects(true))
    for (const digit of [HIDDEN_KEY, '7', HIDDEN_KEY, HIDDEN_KEY]) {
      call.at(call.now + 100, key(digit))
    }
    expect(collected(call)).toEqual([[1_000, HIDDEN_KEY.repeat(4), 'wanted']])
    expect(JSON.stringify(call.journal)).not.toContain('"7"')
  })
})

const sends = (digits: string) => settled('t1', { do: 'send_digits', digits })

describe('keys that the agent presses', () => {
  test('are played once its answer is over, and before the next one', () => {
    const call = talking()
    call.at(500, responds('r1'))
    call.at(500, audio('r1', 'i1', 400))
    call.at(500, toolCall('t1'))
    call.at(600, sends('12'))
    const plays = () => call.effects.filter(({ effect }) => effect.type === 'carrier.play').length
    expect(plays()).toBe(1)
    const effects = call.at(700, done('r1')).map(({ type }) => type)
    expect(effects.filter((type) => type === 'carrier.play')).toHaveLength(2)
    expect(effects.indexOf('engine.respond')).toBeGreaterThan(effects.indexOf('carrier.play'))
  })

  test('are not talked over, and no memory is cut for them', () => {
    const call = talking({}, { answersItself: false, stopsItself: false })
    call.at(500, responds('r1'))
    call.at(500, toolCall('t1'))
    call.at(510, done('r1'))
    call.at(600, sends('123456'))
    const effects = call.at(700, speech('c1')).map(({ type }) => type)
    expect(effects).not.toContain('carrier.clear')
    expect(
      call.at(900, { type: 'carrier.lost', detail: 'lost' }).map(({ type }) => type),
    ).not.toContain('engine.truncate')
  })
})

describe('another agent', () => {
  const sales = agent({ agentId: 'a2', name: 'Sales', version: 7 })
  const to = { agent: sales, rules: { ...RULES, maxDurationSec: 60 }, traits: TRAITS }

  test('takes over with what was heard, and opens with a sentence', () => {
    const call = calling()
    const effects = call.at(1_000, settled('t1', { do: 'hand_off', to }))
    expect(effects.at(-1)).toMatchObject({ type: 'engine.open', instance: 2, which: 'own' })
    expect(call.state.rules.maxDurationSec).toBe(60)
    call.at(1_200, ready)
    expect(asked(call).at(-1)?.request).toEqual({ kind: 'instructed', instructions: handedOver })
    expect(call.journal).toContainEqual({ kind: 'handed_off', at: 1_000, agent: sales })
  })

  test('is there after a restart, too, and still owes its first words', () => {
    const call = calling()
    call.at(1_000, settled('t1', { do: 'hand_off', to }))
    call.restart(1_500)
    call.at(1_600, started)
    call.at(1_700, ready)
    expect(call.state.handedTo).toEqual(sales)
    expect(asked(call).at(-1)?.request).toEqual({ kind: 'instructed', instructions: handedOver })
  })

  test('does not come to the phone while the caller talks to a person', () => {
    const call = calling()
    call.at(700, { type: 'carrier.moved' })
    const effects = call.at(1_000, settled('t1', { do: 'hand_off', to }))
    expect(effects.map(({ type }) => type)).not.toContain('engine.open')
    expect(call.at(5_000, { type: 'carrier.returns' })).toMatchObject([{ type: 'engine.open' }])
    expect(call.state.handedTo).toEqual(sales)
  })

  test('lets the first one finish: what it says is made to its end, and all of it is known', () => {
    const call = speaking()
    call.at(520, settled('t1', { do: 'hand_off', to }))
    expect(call.state.handedTo).toBeNull()
    expect(call.journal.map(({ kind }) => kind)).not.toContain('tool_answered')
    call.at(700, audio('r1', 'i1', 1_000))
    call.at(710, done('r1'))
    expect(call.state.handedTo).toEqual(sales)
    call.until(9_000)
    expect(call.turns.map(({ heardText }) => heardText)).toContain('Our sales people know.')
  })

  test('waits for an answer that is never made no longer than for any tool', () => {
    const call = speaking()
    call.at(520, settled('t1', { do: 'hand_off', to }))
    for (let now = 1_000; now < 17_000; now += 500) call.at(now, audio('r1', 'i1', 500))
    expect(call.state.handedTo).toEqual(sales)
  })

  test('does not come when the caller talks over an answer that is still made', () => {
    const call = speaking()
    call.at(520, settled('t1', { do: 'hand_off', to }))
    const effects = call.at(800, speech('c1'))
    expect(effects.map(({ type }) => type)).toContain('engine.answer_tool')
    expect(call.state.handedTo).toBeNull()
  })

  test('does not come when the caller talked over the answer that wanted it', () => {
    const call = talking({}, { answersItself: false, stopsItself: false })
    call.at(500, responds('r1'))
    call.at(500, audio('r1', 'i1', 3_000))
    call.at(500, toolCall('t1'))
    call.at(800, speech('c1'))
    call.at(1_000, settled('t1', { do: 'hand_off', to }))
    expect(call.state.handedTo).toBeNull()
  })
})
