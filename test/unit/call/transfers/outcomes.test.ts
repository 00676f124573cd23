/** How attempts end that leave the caller with the agent. */
import { describe, expect, test } from 'vitest'
import type { Destination } from '../../../../convex/model/destination.ts'
import type { CallEvent, Directive } from '../../../../worker/call/events.ts'
import { instructionsIn } from '../../../../worker/call/prompts/index.ts'
import type { FailedTransfer } from '../../../../worker/call/prompts/prompts.ts'
import { RULES, type ScriptedCall } from '../script.ts'
import {
  after,
  called,
  calling,
  destination,
  effectsOf,
  gone,
  letGo,
  linesOf,
  moved,
  notCalled,
  notReached,
  outcomes,
  person,
  stageOf,
  stopped,
  talking,
  transfers,
} from './attempt.ts'

const { transfer: words } = instructionsIn(RULES.locale)
const told = (outcome: FailedTransfer): string => words.over(words.outcomes[outcome]('Front desk'))

const COLD = { mode: 'cold' } as const
const BEHIND = {
  mode: 'cold',
  target: { kind: 'phone', phoneNumber: '+12025550170', extension: 'ww12#' },
} as const
const up = [called(), person('ringing'), person('answered')]
const there = [...up, person('accepted'), person('joined')]

/** The agent calls a tool, which wants this of the call. */
function toolCall(directive: Directive): CallEvent[] {
  return [
    { type: 'engine.response_started', responseId: 'r2' },
    { type: 'engine.tool_call', responseId: 'r2', toolCallId: 't1', name: 'hand_off', args: '{}' },
    { type: 'tool.settled', toolCallId: 't1', output: 'ok', directive },
  ]
}
const asksForDesk: Directive = { do: 'transfer', to: destination(), summary: 'A bill.' }

interface Case {
  what: string
  to?: Partial<Destination>
  events: readonly CallEvent[]
  /** It ends by itself at this time; absent: with the last event. */
  at?: number
  outcome: FailedTransfer
  letGo: number
}

const CASES: readonly Case[] = [
  {
    what: 'a machine picks up',
    events: [...up, person('is_machine')],
    outcome: 'voicemail',
    letGo: 1,
  },
  {
    what: 'a machine is heard before it is known that it picked up',
    events: [called(), person('is_machine')],
    outcome: 'voicemail',
    letGo: 1,
  },
  {
    what: 'cold: a machine picks up',
    to: COLD,
    events: [...up, person('is_machine')],
    outcome: 'voicemail',
    letGo: 1,
  },
  {
    what: 'cold: a machine in the room',
    to: COLD,
    events: [...up, person('joined'), person('is_machine')],
    outcome: 'voicemail',
    letGo: 1,
  },
  {
    what: 'the person is on another call',
    events: [called(), gone('busy')],
    outcome: 'busy',
    letGo: 0,
  },
  {
    what: 'nobody picks up, as the carrier says',
    events: [called(), person('ringing'), gone('no_answer')],
    outcome: 'no_answer',
    letGo: 0,
  },
  {
    what: 'it rings for as long as it may',
    events: [called(), person('ringing')],
    at: 27_100,
    outcome: 'no_answer',
    letGo: 1,
  },
  { what: 'it never rings', events: [called()], at: 36_000, outcome: 'no_answer', letGo: 1 },
  {
    what: 'the carrier never says that it has called',
    events: [],
    at: 36_000,
    outcome: 'carrier_failed',
    letGo: 1,
  },
  { what: 'another key', events: [...up, person('declined')], outcome: 'declined', letGo: 1 },
  { what: 'no key', events: up, at: 32_200, outcome: 'declined', letGo: 1 },
  {
    what: 'cold behind an extension: no key',
    to: BEHIND,
    events: [...up, person('is_human')],
    at: 32_200,
    outcome: 'declined',
    letGo: 1,
  },
  {
    what: 'the person hangs up over the question',
    events: [...up, gone('completed')],
    outcome: 'person_left',
    letGo: 0,
  },
  {
    what: 'the person’s line fails over the question',
    events: [...up, gone('failed')],
    outcome: 'person_left',
    letGo: 0,
  },
  {
    what: 'the person hangs up, and it was never known that they picked up',
    events: [called(), gone('completed')],
    outcome: 'person_left',
    letGo: 0,
  },
  {
    what: 'the person leaves the room as the caller is moved',
    events: [...there, person('left')],
    outcome: 'person_left',
    letGo: 1,
  },
  {
    what: 'the person’s line is gone as the caller is moved',
    events: [...there, gone('completed')],
    outcome: 'person_left',
    letGo: 0,
  },
  {
    what: 'the carrier refuses the call, or its answer is lost',
    events: [notCalled],
    outcome: 'carrier_failed',
    letGo: 1,
  },
  {
    what: 'the carrier fails to call',
    events: [called(), gone('failed')],
    outcome: 'carrier_failed',
    letGo: 0,
  },
  {
    what: 'the carrier refuses to move the caller',
    events: [...there, notReached],
    outcome: 'carrier_failed',
    letGo: 1,
  },
  {
    what: 'the caller does not arrive',
    events: there,
    at: 7_400,
    outcome: 'carrier_failed',
    letGo: 1,
  },
  {
    what: 'the person accepts and does not come',
    events: [...up, person('accepted')],
    at: 12_300,
    outcome: 'carrier_failed',
    letGo: 1,
  },
]

function waitUntil(call: ScriptedCall, time: number): ScriptedCall {
  call.until(time)
  return call
}

describe('the caller stays with the agent, who says why', () => {
  test.each(CASES)('$what', ({ to, events, at, outcome, letGo: times }) => {
    const call = after(calling(to), events)
    const before = at === undefined ? [] : outcomes(waitUntil(call, at - 1))
    expect(before).toEqual([])
    waitUntil(call, at ?? call.now)
    expect(outcomes(call)).toEqual([outcome])
    expect(letGo(call)).toBe(times)
    expect(stageOf(call)).toBeNull()
    expect(linesOf(call, 'told').at(-1)?.text).toBe(told(outcome))
    expect(effectsOf(call, 'engine.tell').at(-1)).toEqual({
      type: 'engine.tell',
      text: told(outcome),
    })
    expect(call.asked).toMatchObject({ request: { kind: 'continue' } })
    expect(call.state.line.name).toBe('open')
    expect(call.state.phase.name).toBe('talking')
  })

  test.each(CASES)(
    '$what: and whatever comes later changes nothing',
    ({ to, events, at, outcome }) => {
      const call = after(calling(to), events)
      if (at) call.until(at)
      const times = letGo(call)
      const all = [
        'ringing',
        'answered',
        'is_human',
        'accepted',
        'joined',
        'left',
        'is_machine',
      ] as const
      const isUnknown = call.state.pastTransfers[0]?.leg === 'unknown'
      after(
        call,
        [...all, ...all].map((what) => person(what)),
      )
      expect(outcomes(call)).toEqual([outcome])
      expect(effectsOf(call, 'person.move_caller').length).toBeLessThanOrEqual(1)
      // One that the carrier has not named may be there after all.
      expect(letGo(call)).toBe(times + (isUnknown ? 1 : 0))
    },
  )
})

const letGoAfter = (event: CallEvent) =>
  effectsOf(after(calling(), [called(), person('answered'), event]), 'person.let_go')

test('whoever ended it themselves, or is a machine, is let go without a word', () => {
  const silently = [{ type: 'person.let_go', attempt: 1, silently: true }]
  expect(letGoAfter(person('is_machine'))).toEqual(silently)
  expect(letGoAfter(person('declined'))).toEqual(silently)
  expect(letGoAfter({ type: 'operator.ended' })).toEqual([{ type: 'person.let_go', attempt: 1 }])
})

describe('a person whose leg is named late', () => {
  test('is let go then, once', () => {
    const call = calling()
    call.until(36_000)
    expect(letGo(call)).toBe(1)
    after(call, [called(), called(), person('ringing')])
    expect(letGo(call)).toBe(2)
    expect(linesOf(call, 'transfer_step')).toMatchObject([{ step: 'called', legId: 'CAp1' }])
  })

  test('is let go, though nothing more was heard of the request to ring them', () => {
    const call = after(calling(), [notCalled, called()])
    expect(outcomes(call)).toEqual(['carrier_failed'])
    expect(letGo(call)).toBe(2)
  })

  test('is let go though the call is over', () => {
    const call = after(calling(), [{ type: 'operator.ended' }, called(), called()])
    expect(call.state.phase.name).toBe('ended')
    expect(letGo(call)).toBe(2)
  })

  test('is not, when they are gone, which is written down once', () => {
    const twice = [gone('no_answer'), gone('no_answer')]
    const call = after(calling(), [{ type: 'operator.ended' }, ...twice, called()])
    expect(letGo(call)).toBe(1)
    expect(linesOf(call, 'transfer_leg')).toEqual([
      { kind: 'transfer_leg', attempt: 1, durationSec: 12, price: null },
    ])
  })
})

describe('the call ends while somebody is called', () => {
  test('as the caller hangs up: the ringing stops at once', () => {
    const call = after(calling(), [called(), person('ringing'), stopped])
    expect(outcomes(call)).toEqual(['caller_left'])
    expect(letGo(call)).toBe(1)
  })

  test('while their last words are awaited', () => {
    const call = after(calling(), [
      called(),
      { type: 'engine.speech_started', itemId: 'c1' },
      { type: 'engine.speech_stopped', itemId: 'c1', agoMs: 0 },
      { type: 'engine.committed', itemId: 'c1' },
      stopped,
    ])
    expect(call.state.phase.name).toBe('parting')
    expect(outcomes(call)).toEqual(['caller_left'])
    after(call, [person('answered'), person('accepted'), person('joined')])
    expect(effectsOf(call, 'person.move_caller')).toEqual([])
    expect(letGo(call)).toBe(1)
  })

  test('for another reason', () => {
    const call = after(calling(), [called(), person('ringing'), { type: 'operator.ended' }])
    expect(outcomes(call)).toEqual(['withdrawn'])
    expect(letGo(call)).toBe(1)
    const kinds = call.journal.map(({ kind }) => kind)
    expect(kinds.indexOf('transfer_ended')).toBeLessThan(kinds.indexOf('ended'))
  })
})

const refusal = (call: ReturnType<typeof talking>): unknown =>
  linesOf(call, 'event').at(-1)?.event.summary

describe('an attempt is refused', () => {
  test('while another one is under way', () => {
    const call = after(calling(), [transfers({ label: 'Sales' })])
    expect(effectsOf(call, 'person.call')).toHaveLength(1)
    expect(refusal(call)).toBe('Sales was not called: somebody else is being called')
  })

  test('after three', () => {
    const call = talking()
    for (let n = 1; n <= 4; n++) {
      after(call, [transfers(), { ...notCalled, attempt: n }])
    }
    expect(effectsOf(call, 'person.call')).toMatchObject([
      { attempt: 1 },
      { attempt: 2 },
      { attempt: 3 },
    ])
    expect(refusal(call)).toBe('Front desk was not called: it was tried as often as it may be')
  })

  test.each<[string, readonly CallEvent[]]>([
    ['the caller is with a person', [moved]],
    ['the line is broken', [{ type: 'carrier.lost', detail: 'broke' }]],
    ['the agent says goodbye', toolCall({ do: 'end' })],
  ])('when %s', (_, events) => {
    const call = after(talking(), [...events, transfers()])
    expect(effectsOf(call, 'person.call')).toEqual([])
    expect(refusal(call)).toBe('Front desk was not called: the caller is not with the agent')
  })

  test('and an agent that asked for it learns why', () => {
    const call = calling()
    after(call, toolCall(asksForDesk))
    expect(linesOf(call, 'told').at(-1)?.text).toBe(words.refused.under_way)
  })
})

test('an agent’s own attempt tells it nothing that its tool has not', () => {
  const call = after(talking(), [
    ...toolCall(asksForDesk),
    {
      type: 'engine.response_done',
      responseId: 'r2',
      status: 'completed',
      detail: null,
      retryAfterMs: null,
      usage: null,
    },
  ])
  expect(linesOf(call, 'transfer_asked')).toMatchObject([{ askedBy: 'agent', summary: 'A bill.' }])
  expect(effectsOf(call, 'person.call')).toEqual([
    { type: 'person.call', attempt: 1, to: destination(), confirmed: true },
  ])
  expect(linesOf(call, 'told')).toEqual([])
  expect(call.asked).toMatchObject({ request: { kind: 'continue' } })
})

test('an agent is told of an attempt that somebody else has asked for', () => {
  const call = after(talking(), [transfers()])
  expect(linesOf(call, 'told').at(-1)?.text).toBe(words.begun('Front desk'))
})

test('silence counts from the end of an attempt, and not while it lasts', () => {
  const call = calling(
    { ringSec: 60 },
    { silenceTimeoutSec: 20, reprompt: { times: 1, afterSec: 5 } },
  )
  after(call, [called(), person('ringing')])
  call.until(50_000)
  expect(call.state.phase.name).toBe('talking')
  expect(linesOf(call, 'reprompted')).toEqual([])
  call.at(50_000, gone('no_answer'))
  expect(call.state.speech.lastVoiceAt).toBe(50_000)
})
