/** What a call does first after its process was lost, by where it was. */
import { describe, expect, test } from 'vitest'
import type { CallEffect } from '../../../worker/call/events.ts'
import { instructionsIn } from '../../../worker/call/prompts/index.ts'
import type { CallRules } from '../../../worker/call/state.ts'
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
  words,
} from './script.ts'

const { lineDropped, somethingMissed, toolOutcomeUnknown } = instructionsIn(RULES.locale)
const GREETING = {
  type: 'fixed',
  text: 'Hello, this is Harbour Dental.',
  interruptible: true,
} as const
const MISSED = { kind: 'told', text: somethingMissed }
const GREETED = { kind: 'agent', text: GREETING.text }
const QUESTION = { kind: 'caller', text: 'When do you open?' }

/** A call that has just rung. */
function ringing(rules: Partial<CallRules> = {}): ScriptedCall {
  const call = new ScriptedCall({ greeting: GREETING, ...rules })
  call.at(0, ready)
  return call
}

/** The greeting has been heard to its end, at 2,000 ms. */
function greeted(): ScriptedCall {
  const call = ringing()
  call.at(0, started)
  call.at(100, responds('r1'))
  call.at(150, words('r1', 'i1', GREETING.text))
  call.at(200, audio('r1', 'i1', 1_800))
  call.at(250, done('r1'))
  call.at(2_000, mark('p0'))
  return call
}

/** The caller has asked something, and the model has their words; at 4,500 ms. */
function asked(): ScriptedCall {
  const call = greeted()
  call.at(3_000, speech('c1'))
  call.at(4_000, pause('c1'))
  call.at(4_010, committed('c1'))
  call.at(4_500, { type: 'engine.transcribed', itemId: 'c1', text: QUESTION.text, usage: null })
  return call
}

/** The process is lost, and the caller is back: what the new engine knows, and what it is asked for. */
function lost(call: ScriptedCall, at: number) {
  const effects: CallEffect[] = [
    ...call.restart(at),
    ...call.at(at + 250, started),
    ...call.at(at + 300, ready),
  ]
  return {
    knows: effects.flatMap((effect) => (effect.type === 'engine.open' ? effect.history : [])),
    asks: effects.flatMap((effect) => (effect.type === 'engine.respond' ? [effect.request] : [])),
    runs: effects.filter(({ type }) => type === 'tool.run'),
  }
}

const say = (instructions: string) => ({ kind: 'instructed', instructions })

describe('after its process was lost', () => {
  test('a call that rang greets', () => {
    expect(lost(ringing(), 50)).toEqual({
      knows: [],
      asks: [{ kind: 'verbatim', text: GREETING.text }],
      runs: [],
    })
  })

  test('a stream that was on its way finds an engine', () => {
    const call = ringing()
    call.state = call.rebuilt(50)
    expect(call.at(100, started)).toContainEqual(
      expect.objectContaining({ type: 'engine.open', instance: 1 }),
    )
    expect(call.at(300, ready)).toMatchObject([{ request: { kind: 'verbatim' } }])
    const told = call.journal.filter((entry) => entry.kind === 'event')
    expect(told.map(({ event }) => event.summary)).toEqual(['The process of this call was lost.'])
  })

  test('one whose greeting nobody heard greets', () => {
    const call = ringing()
    call.at(0, started)
    call.at(100, responds('r1'))
    call.at(150, words('r1', 'i1', GREETING.text))
    call.at(200, audio('r1', 'i1', 1_800))
    expect(lost(call, 210).asks).toEqual([{ kind: 'verbatim', text: GREETING.text }])
  })

  test('one that greeted does not greet again, and says that the line dropped', () => {
    expect(lost(greeted(), 2_500)).toEqual({
      knows: [GREETED, MISSED],
      asks: [say(lineDropped)],
      runs: [],
    })
  })

  test('one whose caller was in the middle of a sentence tells the engine that some of it is lost', () => {
    const call = greeted()
    call.at(3_000, speech('c1'))
    const { knows, asks } = lost(call, 3_800)
    expect(knows).toEqual([GREETED, MISSED])
    expect(asks).toEqual([say(lineDropped)])
    // They are still speaking: an engine that answers by itself has been told what it has not heard.
    const other = greeted()
    other.at(3_000, speech('c1'))
    other.restart(3_800)
    other.at(4_000, ready)
    other.at(4_050, speech('c2'))
    expect(other.at(4_060, started)).not.toContainEqual(
      expect.objectContaining({ type: 'engine.respond' }),
    )
    expect(other.state.turns.history.map(({ item }) => item)).toContainEqual(MISSED)
  })

  test('one whose caller’s words never became text asks for them again', () => {
    const call = greeted()
    call.at(3_000, speech('c1'))
    call.at(4_000, pause('c1'))
    call.at(4_010, committed('c1'))
    const { knows, asks } = lost(call, 4_100)
    expect(knows).toContainEqual(MISSED)
    expect(asks).toEqual([say(lineDropped)])
  })

  test('one with a question answers it', () => {
    expect(lost(asked(), 4_600)).toEqual({
      knows: [GREETED, QUESTION],
      asks: [{ kind: 'continue' }],
      runs: [],
    })
  })

  test('one in mid-answer goes on from what was heard', () => {
    const call = asked()
    const answer = 'We open at nine on weekdays, at ten on Saturdays, and never on a Sunday.'
    call.at(4_700, responds('r2'))
    call.at(4_700, words('r2', 'i2', answer))
    for (let n = 0; n < 12; n++) call.at(4_700 + n, audio('r2', 'i2', 400))
    call.at(4_720, done('r2'))
    for (let n = 1; n <= 6; n++) call.at(4_700 + n * 400, mark(`p${n}`))
    const { knows, asks } = lost(call, 7_200)
    const spoken = knows.at(-1)
    const heard = spoken?.kind === 'agent' ? spoken.text : ''
    expect(heard).not.toBe('')
    expect(answer.startsWith(heard)).toBe(true)
    expect(heard.length).toBeLessThan(answer.length)
    expect(asks).toEqual([{ kind: 'go_on', after: null }])
  })

  test('one with an open tool does not run it again, and tells that its outcome is unknown', () => {
    const call = asked()
    call.at(4_700, responds('r2'))
    const tool = { toolCallId: 't1', responseId: 'r2', name: 'weather', args: '{}' }
    call.at(4_750, { type: 'engine.tool_call', ...tool })
    const before = call.journal.filter(({ kind }) => kind === 'tool_called')
    expect(before).toHaveLength(1)
    call.restart(5_000)
    call.until(5_000)
    const effects = [...call.at(5_250, started), ...call.at(5_300, ready)]
    expect(call.effects.filter(({ effect }) => effect.type === 'tool.run')).toHaveLength(1)
    expect(call.journal).toContainEqual(
      expect.objectContaining({ kind: 'tool_answered', output: toolOutcomeUnknown }),
    )
    expect(effects).toContainEqual({ type: 'engine.respond', request: { kind: 'continue' } })
  })

  test('one that was ending says goodbye, and ends', () => {
    const call = asked()
    call.at(5_000, responds('r2'))
    const tool = { toolCallId: 't1', responseId: 'r2', name: 'end_call', args: '{}' }
    call.at(5_050, { type: 'engine.tool_call', ...tool })
    const settled = { toolCallId: 't1', output: 'Bye.', directive: { do: 'end' } } as const
    call.at(5_060, { type: 'tool.settled', ...settled })
    call.at(5_070, done('r2'))
    const { asks } = lost(call, 5_200)
    expect(asks).toEqual([say(instructionsIn(RULES.locale).goodbyes.plain)])
    call.until(120_000)
    expect(call.state.phase).toMatchObject({ name: 'ended' })
  })
})
