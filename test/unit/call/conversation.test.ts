/** A line breaks, and the caller calls again: what the next call goes on with, and how it begins. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BrokenCall,
  type Conversation,
  conversationSchema,
  handedOn,
} from '../../../worker/call/conversation.ts'
import type { HistoryItem } from '../../../worker/call/history.ts'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import { LIMITS } from '../../../worker/call/limits.ts'
import { isBroken } from '../../../worker/call/phase.ts'
import { instructionsIn } from '../../../worker/call/prompts/index.ts'
import { anyRules, anyScript, anyTraits, play } from './anyCall.ts'
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
} from './script.ts'

/** The caller has asked something, and hears the answer. */
function talking(): ScriptedCall {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.at(0, started)
  call.at(1_000, speech('c1'))
  call.at(2_000, pause('c1'))
  call.at(2_010, committed('c1'))
  call.at(2_100, { type: 'engine.transcribed', itemId: 'c1', text: 'Are you open?', usage: null })
  call.at(2_200, responds('r1'))
  for (let piece = 0; piece < 4; piece++) call.at(2_300, audio('r1', 'i1', 1_000))
  call.at(2_300, { type: 'engine.said', responseId: 'r1', itemId: 'i1', text: LONG })
  const [first] = marksOf(call)
  call.at(3_300, mark(first ?? ''))
  return call
}

const LONG = 'Yes, we are open from Monday to Friday, and on Saturdays until noon.'

/** Every mark that was sent, in order. */
const marksOf = (call: ScriptedCall): string[] =>
  call.effects.flatMap(({ effect }) => ('mark' in effect && effect.mark ? [effect.mark] : []))

const handedOnBy = (call: ScriptedCall, changes: Partial<BrokenCall> = {}): Conversation | null =>
  handedOn(
    {
      entries: call.journal,
      startedAt: 0,
      earlier: null,
      isBroken: isBroken(call.state),
      toolOutcomeUnknown: 'Unknown.',
      ...changes,
    },
    call.now,
  )

const lost = { type: 'carrier.lost', detail: 'It broke.' } as const

describe('a call hands its conversation on', () => {
  test('while its line is broken, as far as it was heard', () => {
    const call = talking()
    expect(handedOnBy(call)).toBeNull()
    call.at(4_300, lost)
    const conversation = handedOnBy(call)
    expect(conversation?.brokeAt).toBe(4_300)
    expect(conversation?.history[0]).toEqual({ kind: 'caller', text: 'Are you open?' })
    const [, answer] = conversation?.history ?? []
    expect(answer).toMatchObject({ kind: 'agent', text: 'Yes,' })
    call.at(5_000, { type: 'carrier.returns' })
    call.at(5_100, started)
    expect(handedOnBy(call)).toBeNull()
  })

  test('when nobody came back over a broken stream', () => {
    const call = talking()
    call.at(4_300, lost)
    call.until(4_300 + LIMITS.carrierReturn)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'carrier_failed' })
    expect(handedOnBy(call)).toMatchObject({ brokeAt: 4_300 + LIMITS.carrierReturn })
  })

  test('when the caller hung up on a line that was broken', () => {
    const call = talking()
    call.at(4_300, lost)
    call.at(6_000, { type: 'carrier.hung_up' })
    call.until(6_000 + LIMITS.lastWords)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'caller_hung_up' })
    expect(handedOnBy(call)).not.toBeNull()
  })

  test('when the carrier could not carry it, and after a restart', () => {
    const call = talking()
    call.at(4_300, { type: 'carrier.failed' })
    expect(handedOnBy(call)).not.toBeNull()
    const restarted = talking()
    restarted.until(6_300)
    restarted.restart(7_000)
    expect(handedOnBy(restarted)).not.toBeNull()
    restarted.at(8_000, { type: 'carrier.hung_up' })
    expect(restarted.state.phase).toMatchObject({ name: 'ended', reason: 'interrupted' })
    expect(handedOnBy(restarted)).not.toBeNull()
  })

  test('and never when somebody ended it', () => {
    for (const type of ['carrier.stopped', 'carrier.hung_up', 'operator.ended'] as const) {
      const call = talking()
      call.at(4_300, { type })
      call.until(4_300 + LIMITS.lastWords)
      expect([type, call.state.phase.name, handedOnBy(call)]).toEqual([type, 'ended', null])
    }
  })

  test('nor when a goodbye was being said, or the caller never said anything', () => {
    const call = talking()
    call.at(4_300, lost)
    const closing: JournalEntry = { kind: 'closing', at: 4_000, reason: 'agent_ended' }
    const entries = [...call.journal, closing]
    expect(handedOnBy(call, { entries })).toBeNull()
    expect(
      handedOnBy(call, { entries: [...entries, { kind: 'stayed', at: 4_100 }] }),
    ).not.toBeNull()
    const silent = new ScriptedCall()
    silent.at(0, ready)
    silent.at(0, started)
    silent.at(1_000, lost)
    expect(handedOnBy(silent)).toBeNull()
  })

  test('with that of the call before it; one that nobody heard hands on what it was given', () => {
    const earlier = { history: [{ kind: 'caller', text: 'First.' } as const], brokeAt: 7 }
    const call = talking()
    call.at(4_300, lost)
    expect(handedOnBy(call, { earlier })?.history.slice(0, 2)).toEqual([
      { kind: 'caller', text: 'First.' },
      { kind: 'caller', text: 'Are you open?' },
    ])
    const unheard = new ScriptedCall()
    expect(handedOnBy(unheard, { earlier })).toBeNull()
    unheard.at(2_000, { type: 'carrier.turned_away' })
    expect(handedOnBy(unheard, { earlier })).toEqual(earlier)
  })

  test('in which every tool has an answer', () => {
    const call = talking()
    const tool = { toolCallId: 't1', name: 'book', args: '{}' }
    const entries: JournalEntry[] = [...call.journal, { kind: 'tool_called', at: 3_000, ...tool }]
    expect(handedOnBy(call, { entries, isBroken: true })?.history.slice(-2)).toEqual([
      { kind: 'tool_called', ...tool },
      { kind: 'tool_answered', toolCallId: 't1', output: 'Unknown.' },
    ])
  })

  test('of which the end is kept when it is too long, and no answer without its call', () => {
    const call = talking()
    const tool = { toolCallId: 't1', name: 'book', args: 'x'.repeat(150_000) }
    const entries: JournalEntry[] = [
      ...call.journal,
      { kind: 'tool_called', at: 3_000, ...tool },
      { kind: 'tool_answered', at: 3_001, toolCallId: 't1', output: 'y'.repeat(60_000) },
      { kind: 'told', at: 3_002, text: '(A key.)' },
    ]
    const conversation = handedOnBy(call, { entries, isBroken: true })
    expect(conversation?.history).toEqual([{ kind: 'told', text: '(A key.)' }])
  })

  test('that can be read again, whatever happened', () => {
    fc.assert(
      fc.property(anyRules, anyTraits, anyScript, (rules, traits, steps) => {
        const call = new ScriptedCall(rules, traits)
        play(call, steps, () => {
          const conversation = handedOnBy(call)
          expect(conversationSchema.nullable().parse(conversation)).toEqual(conversation)
        })
      }),
      { numRuns: 100 },
    )
  })
})

const opened = (call: ScriptedCall) =>
  call.effects.flatMap(({ effect }) => (effect.type === 'engine.open' ? [effect.history] : []))
const asked = (call: ScriptedCall) =>
  call.effects.flatMap(({ effect }) => (effect.type === 'engine.respond' ? [effect.request] : []))

describe('a call that goes on with another one', () => {
  const earlier: HistoryItem[] = [
    { kind: 'agent', text: 'Hello.' },
    { kind: 'caller', text: 'Are you open?' },
  ]
  const { calledAgain, takeUp } = instructionsIn('en-US')
  const note = { kind: 'told', text: calledAgain }
  const opening = { kind: 'instructed', instructions: takeUp }

  test('opens its engine with what was heard, and does not greet anew', () => {
    const greeting = { type: 'fixed', text: 'Welcome!', interruptible: true } as const
    const call = new ScriptedCall({ greeting }, {}, earlier)
    call.at(10, ready)
    call.at(20, started)
    expect(opened(call)).toEqual([[...earlier, note]])
    expect(asked(call)).toEqual([opening])
  })

  test('opens its mouth first though the agent does not greet', () => {
    const call = new ScriptedCall({ greeting: { type: 'none' } }, {}, earlier)
    call.at(10, ready)
    expect(asked(call)).toEqual([opening])
  })

  test('knows it after a restart, and owes the same until it was heard', () => {
    const call = new ScriptedCall({}, {}, earlier)
    call.at(10, ready)
    call.at(20, started)
    call.restart(1_000)
    call.at(1_100, ready)
    expect(opened(call)).toEqual([
      [...earlier, note],
      [...earlier, note],
    ])
    expect(asked(call)).toEqual([opening, opening])
  })

  test('says it again after a restart when nobody heard it', () => {
    const call = new ScriptedCall({}, {}, earlier)
    call.at(10, ready)
    call.at(30, responds('r1'))
    call.at(40, audio('r1', 'i1', 500))
    call.at(40, { type: 'engine.said', responseId: 'r1', itemId: 'i1', text: 'It dropped.' })
    call.at(50, done('r1'))
    call.restart(3_000)
    call.at(3_100, ready)
    expect(asked(call)).toEqual([opening, opening])
  })

  test('does not take what was said before for what waits for an answer', () => {
    const call = new ScriptedCall({}, {}, [
      ...earlier,
      { kind: 'tool_called', toolCallId: 't1', name: 'book', args: '{}' },
      { kind: 'tool_answered', toolCallId: 't1', output: 'Booked.' },
    ])
    call.at(10, ready)
    call.at(20, started)
    call.at(30, responds('r1'))
    call.at(40, audio('r1', 'i1', 500))
    call.at(40, { type: 'engine.said', responseId: 'r1', itemId: 'i1', text: 'It dropped.' })
    call.at(50, done('r1'))
    for (const name of marksOf(call)) call.at(600, mark(name))
    call.restart(3_000)
    call.at(3_100, ready)
    expect(asked(call).at(-1)).toMatchObject({ kind: 'instructed' })
    // The last of all is that words of the caller's may be lost.
    expect(opened(call).at(-1)?.at(-2)).toEqual({ kind: 'agent', text: 'It dropped.' })
  })
})
