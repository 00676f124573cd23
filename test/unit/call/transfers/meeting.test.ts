/** The caller is put through, and what becomes of them then. */
import { describe, expect, test } from 'vitest'
import type { CallEvent, PersonEvent } from '../../../../worker/call/events.ts'
import { instructionsIn } from '../../../../worker/call/prompts/index.ts'
import { whereTo } from '../../../../worker/call/transfer/steps.ts'
import { ready, RULES, started } from '../script.ts'
import {
  after,
  ALL_THE_WAY,
  called,
  calling,
  effectsOf,
  gone,
  letGo,
  linesOf,
  moved,
  notReached,
  outcomes,
  person,
  returns,
  stageOf,
  stopped,
} from './attempt.ts'

const { transfer: words } = instructionsIn(RULES.locale)
const moves = [{ type: 'person.move_caller', attempt: 1 }]

/** Every order of these. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

describe('a person who accepts', () => {
  test('is joined by the caller once they wait in the room', () => {
    const call = after(calling(), [called(), person('ringing'), person('answered')])
    expect(effectsOf(call, 'person.move_caller')).toEqual([])
    after(call, [person('accepted')])
    expect(effectsOf(call, 'person.move_caller')).toEqual([])
    after(call, [person('joined')])
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
    after(call, [stopped, moved])
    expect(stageOf(call)).toBe('connected')
    expect(call.state.line.name).toBe('away')
    expect(effectsOf(call, 'engine.close')).toHaveLength(1)
    expect(letGo(call)).toBe(0)
  })

  const told: PersonEvent[] = [
    called(),
    person('ringing'),
    person('answered'),
    person('accepted'),
    person('joined'),
  ]
  test.each(
    orders(told).map((order) => [order.map(({ type }) => type.slice(7)).join(', '), order]),
  )('is, in whatever order it is told: %s', (_, order) => {
    const call = after(
      calling(),
      order.flatMap((event) => [event, event]),
    )
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
    expect(call.state.transfer).toMatchObject({ legId: 'CAp1', joined: true })
    after(call, [moved])
    expect(stageOf(call)).toBe('connected')
    const steps = linesOf(call, 'transfer_step').map(({ step }) => step)
    expect(new Set(steps).size).toBe(steps.length)
  })

  test('is no machine, whatever is thought of them', () => {
    const events = [person('accepted'), person('is_machine'), person('declined'), person('joined')]
    const call = after(calling(), [called(), ...events])
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
    after(call, [person('is_machine'), moved, person('is_machine')])
    expect(stageOf(call)).toBe('connected')
  })
})

describe('a person who need not accept', () => {
  const cold = () => calling({ mode: 'cold' })
  const inRoom = [called(), person('ringing'), person('answered'), person('joined')]

  test('is joined once it is known that they are no machine', () => {
    const call = after(cold(), inRoom)
    expect(effectsOf(call, 'person.move_caller')).toEqual([])
    after(call, [person('is_human')])
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
  })

  test('is joined when nobody can tell in five seconds', () => {
    const call = after(cold(), inRoom)
    call.until(7_199)
    expect(effectsOf(call, 'person.move_caller')).toEqual([])
    call.until(7_200)
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
  })

  test('is joined though the verdict comes first', () => {
    const call = after(cold(), [person('is_human'), called(), person('answered'), person('joined')])
    expect(effectsOf(call, 'person.move_caller')).toEqual(moves)
  })
})

describe('the caller’s stream while they are moved', () => {
  const moving = () => after(calling(), ALL_THE_WAY.slice(0, 5))

  test.each<[string, CallEvent[]]>([
    ['stops', [stopped]],
    ['breaks', [{ type: 'carrier.lost', detail: 'broke' }]],
    ['is asked about', [returns]],
    ['stops, and is asked about, again and again', [stopped, returns, returns, returns, returns]],
  ])('%s: nobody has hung up, and nothing has broken', (_, events) => {
    const call = after(moving(), events)
    expect(call.state.phase.name).toBe('talking')
    expect(stageOf(call)).toBe('moving')
    expect(whereTo(call.state)).toEqual({ do: 'meet', attempt: 1 })
    expect(linesOf(call, 'event').map(({ event }) => event.kind)).not.toContain('carrier_error')
    after(call, [moved])
    expect(stageOf(call)).toBe('connected')
    expect(letGo(call)).toBe(0)
  })

  test('stops, and they do not arrive: the agent has them back', () => {
    const call = after(moving(), [stopped, notReached])
    expect(outcomes(call)).toEqual(['carrier_failed'])
    after(call, [returns])
    expect(whereTo(call.state)).toBeNull()
    call.at(call.now + 100, started)
    expect(call.state.line.name).toBe('open')
    expect(call.asked).toMatchObject({ request: { kind: 'continue' } })
  })

  test('stops, and they never come back', () => {
    const call = after(moving(), [stopped])
    call.until(60_000)
    expect(outcomes(call)).toEqual(['carrier_failed'])
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  })

  test('stops, as they have hung up: that is the carrier’s last word', () => {
    const call = after(moving(), [stopped, { type: 'carrier.hung_up' }])
    expect(outcomes(call)).toEqual(['caller_left'])
    expect(linesOf(call, 'ended')).toMatchObject([{ reason: 'caller_hung_up' }])
    expect(linesOf(call, 'ended')[0]).not.toHaveProperty('lineBroke')
  })

  test('a goodbye that is being said does not end the call meanwhile', () => {
    const call = after(calling(), [...ALL_THE_WAY.slice(0, 4), ...endsByAgent, person('joined')])
    expect(call.state.phase.name).toBe('closing')
    after(call, [stopped, moved])
    expect(call.state.phase.name).toBe('talking')
    call.until(60_000)
    expect(stageOf(call)).toBe('connected')
  })
})

const endsByAgent: CallEvent[] = [
  { type: 'engine.response_started', responseId: 'r2' },
  { type: 'engine.tool_call', responseId: 'r2', toolCallId: 't1', name: 'end_call', args: '{}' },
  { type: 'tool.settled', toolCallId: 't1', output: 'ok', directive: { do: 'end' } },
]

describe('a caller who arrives when nobody waits any more', () => {
  const alone = () => {
    const call = after(calling(), [...ALL_THE_WAY.slice(0, 5), stopped])
    call.until(20_000)
    expect(outcomes(call)).toEqual(['carrier_failed'])
    return after(call, [moved])
  }

  test('is fetched back', () => {
    const call = alone()
    expect(letGo(call)).toBe(2)
    after(call, [returns, ready, started])
    expect(call.state.line.name).toBe('open')
    expect(call.asked).toMatchObject({ request: { kind: 'continue' } })
  })

  test('is not waited for for ever', () => {
    const call = alone()
    call.until(call.now + 20_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
  })
})

describe('after the conversation of the two', () => {
  const together = (afterwards: 'agent' | 'hang_up') => {
    const call = after(calling({ afterwards }), ALL_THE_WAY)
    call.until(300_000)
    expect(call.state.phase.name).toBe('talking')
    return call
  }

  test.each<[string, CallEvent[], number]>([
    ['leaves', [person('left')], 1],
    ['is gone', [gone('completed')], 0],
    ['leaves, and is gone', [person('left'), gone('completed')], 1],
    ['is gone, and has left', [gone('completed'), person('left')], 0],
    ['must have left, as the carrier asks', [], 1],
  ])('the person %s: the caller is back with the agent', (_, events, times) => {
    const call = after(together('agent'), [...events, returns, ready, started])
    expect(outcomes(call)).toEqual(['connected'])
    expect(letGo(call)).toBe(times)
    expect(whereTo(call.state)).toBeNull()
    expect(call.asked).toMatchObject({
      request: { kind: 'instructed', instructions: words.personLeft('Front desk') },
    })
    expect(call.state.awayMs).toBeGreaterThan(290_000)
  })

  test('the person leaves: the call ends when the carrier asks', () => {
    const call = after(together('hang_up'), [person('left')])
    expect(call.state.phase.name).toBe('talking')
    after(call, [returns])
    expect(call.state.phase).toEqual({ name: 'ended', reason: 'transferred', failure: null })
  })

  test('a stream that opens without a question finds the call ended, too', () => {
    const call = after(together('hang_up'), [started])
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'transferred' })
  })

  test.each(['agent', 'hang_up'] as const)('the carrier never asks (%s): it ends', (afterwards) => {
    const call = after(together(afterwards), [person('left')])
    call.until(call.now + 19_999)
    expect(call.state.phase.name).toBe('talking')
    call.until(call.now + 1)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'transferred' })
  })

  test('the caller hangs up: the person is let go', () => {
    const call = after(together('agent'), [{ type: 'carrier.hung_up' }])
    expect(outcomes(call)).toEqual(['connected'])
    expect(letGo(call)).toBe(1)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'caller_hung_up' })
  })

  test('two hours are enough', () => {
    const call = together('agent')
    call.until(3 * 3_600_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'max_duration' })
    expect(outcomes(call)).toEqual(['connected'])
    expect(letGo(call)).toBe(1)
  })

  test('an old word about it moves nobody', () => {
    const call = after(together('agent'), [person('left'), returns, ready, started, moved])
    expect(call.state.line.name).toBe('open')
  })

  test('what the carrier asks right after the move belongs to it', () => {
    const call = after(calling(), [...ALL_THE_WAY, returns])
    expect(stageOf(call)).toBe('connected')
    expect(whereTo(call.state)).toEqual({ do: 'meet', attempt: 1 })
  })

  test('they can be put through again', () => {
    const call = after(together('agent'), [person('left'), returns, ready, started])
    after(call, [
      { type: 'operator.transfers', to: call.state.pastTransfers[0]!.to, askedBy: 'control' },
    ])
    expect(call.state.transfer).toMatchObject({ attempt: 2 })
  })
})
