/** Callers who say nothing: they are asked whether they are still there, and then bid goodbye. */
import { describe, expect, test } from 'vitest'
import { interruptionsSchema } from '../../../convex/model/agent.ts'
import type { CallEvent } from '../../../worker/call/events.ts'
import { instructionsIn } from '../../../worker/call/prompts/index.ts'
import { repromptDue } from '../../../worker/call/reprompt.ts'
import type { CallRules } from '../../../worker/call/state.ts'
import {
  audio,
  callsTool,
  committed,
  done,
  endsCall,
  mark,
  pause,
  ready,
  responds,
  ScriptedCall,
  speech,
  started,
} from './script.ts'

const { stillThere, goodbyes } = instructionsIn('en-US')
const REPROMPT = { reprompt: { times: 2, afterSec: 10 } }

/** A call whose stream is open and whose model listens, at 0 ms. */
function talking(rules: Partial<CallRules> = {}): ScriptedCall {
  const call = new ScriptedCall({ ...REPROMPT, ...rules })
  call.at(0, ready)
  call.at(0, started)
  return call
}

let pieces = 0
/** The agent says something for a second, which is heard to its end. */
function says(call: ScriptedCall, at: number): void {
  const n = call.effects.filter(({ effect }) => effect.type === 'carrier.play').length
  pieces += 1
  call.at(at, responds(`r${pieces}`))
  call.at(at, audio(`r${pieces}`, `i${pieces}`, 1_000))
  call.at(at + 10, done(`r${pieces}`))
  call.at(at + 1_000, mark(`p${n}`))
}

/** When the agent was asked for what, in ms and the model's instructions. */
const asked = (call: ScriptedCall) =>
  call.effects.flatMap(({ at, effect }) =>
    effect.type === 'engine.respond' && effect.request.kind === 'instructed'
      ? [[at, effect.request.instructions]]
      : [],
  )
const said = (itemId: string, text: string): CallEvent => ({
  type: 'engine.transcribed',
  itemId,
  text,
  usage: null,
})
const closedAt = (call: ScriptedCall) => call.journal.find(({ kind }) => kind === 'closing')

describe('a caller who says nothing', () => {
  test('is asked so often, each time after the agent was last heard, and then bid goodbye', () => {
    const call = talking()
    call.until(10_000)
    says(call, 10_100)
    call.until(21_100)
    says(call, 21_200)
    call.until(32_200)
    expect(asked(call)).toEqual([
      [10_000, stillThere],
      [21_100, stillThere],
      [32_200, goodbyes.silence],
    ])
    expect(closedAt(call)).toEqual({ kind: 'closing', at: 32_200, reason: 'silence' })
    says(call, 32_300)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'silence' })
  })

  test('is not asked while the agent owes them an answer', () => {
    const call = talking()
    call.at(1_000, speech('c1'))
    call.at(1_500, pause('c1'))
    call.at(1_510, committed('c1'))
    // The vendor wants to be asked again after a long wait: the answer is in line until then.
    call.at(1_600, responds('r1'))
    call.at(1_700, done('r1', 'failed', 30_000))
    call.until(12_000)
    expect(call.journal.filter(({ kind }) => kind === 'reprompted')).toEqual([])
  })

  test('is not asked once they have answered the goodbye', () => {
    const call = talking()
    call.at(100, responds('r1'))
    call.at(100, callsTool('r1', 'end_call'))
    call.at(110, endsCall)
    call.at(120, speech('c1'))
    call.at(700, pause('c1'))
    expect(call.state.farewell).not.toBeNull()
    expect(repromptDue(call.state)).toBe(Infinity)
  })

  test('is never asked by an agent that is not set to', () => {
    const call = talking({ reprompt: { times: 0, afterSec: 10 } })
    call.until(59_999)
    expect(asked(call)).toEqual([])
  })

  test('is bid goodbye at the silence limit, however often they may still be asked', () => {
    const call = talking({ silenceTimeoutSec: 25, reprompt: { times: 5, afterSec: 10 } })
    call.until(10_000)
    says(call, 10_100)
    call.until(21_100)
    says(call, 21_200)
    call.until(25_000)
    expect(asked(call).map(([at]) => at)).toEqual([10_000, 21_100, 25_000])
    expect(closedAt(call)).toEqual({ kind: 'closing', at: 25_000, reason: 'silence' })
  })

  test('is bid goodbye with no silence limit, too', () => {
    const call = talking({ silenceTimeoutSec: 0, reprompt: { times: 1, afterSec: 10 } })
    call.until(10_000)
    says(call, 10_100)
    call.until(21_100)
    expect(closedAt(call)).toMatchObject({ reason: 'silence' })
  })

  test('is asked at intervals also through an engine that never pauses', () => {
    const call = new ScriptedCall(
      { ...REPROMPT, silenceTimeoutSec: 0 },
      { continuous: true, answersItself: true },
    )
    call.at(0, ready)
    call.at(0, started)
    call.until(29_999)
    expect(asked(call)).toEqual([
      [10_000, stillThere],
      [20_000, stillThere],
    ])
  })

  test('is not asked while a tool runs for them, or they enter a number', () => {
    const call = talking({
      tools: { weather: { timeoutMs: 40_000, repeatable: false, filler: null } },
    })
    call.at(0, responds('r1'))
    call.at(0, {
      type: 'engine.tool_call',
      responseId: 'r1',
      toolCallId: 't',
      name: 'weather',
      args: '{}',
    })
    call.at(10, done('r1'))
    call.until(30_000)
    expect(asked(call)).toEqual([])
  })

  test('is not asked while nobody can hear it', () => {
    const call = talking({ silenceTimeoutSec: 0 })
    call.at(1_000, { type: 'carrier.lost', detail: 'gone' })
    call.until(15_000)
    expect(asked(call)).toEqual([])
  })
})

describe('a sign of life', () => {
  test('of the caller’s begins the count anew', () => {
    const call = talking()
    call.until(10_000)
    says(call, 10_100)
    call.at(12_000, speech('c1'))
    call.at(13_000, pause('c1'))
    call.at(13_010, committed('c1'))
    says(call, 13_100)
    call.at(13_500, said('c1', 'Yes.'))
    for (const at of [24_100, 35_200]) {
      call.until(at)
      says(call, at + 100)
    }
    expect(asked(call).filter(([, text]) => text === stillThere)).toHaveLength(3)
    expect(closedAt(call)).toBeUndefined()
  })

  test('is a key as well', () => {
    const call = talking({ silenceTimeoutSec: 0 })
    call.until(10_000)
    says(call, 10_100)
    call.at(12_000, { type: 'carrier.dtmf', digit: '5' })
    expect(call.state.speech.reprompts.count).toBe(0)
  })

  test('is no sound without words', () => {
    const call = talking({
      silenceTimeoutSec: 0,
      interruptions: interruptionsSchema.parse({ minSpeechMs: 400 }),
    })
    call.until(10_000)
    says(call, 10_100)
    call.at(12_000, speech('c1'))
    call.at(12_600, pause('c1'))
    expect(call.state.speech.reprompts.count).toBe(0)
    call.at(13_000, said('c1', ''))
    expect(call.state.speech.reprompts.count).toBe(1)
  })

  test('is not what the agent says itself, though nobody is quiet meanwhile', () => {
    const call = talking({ silenceTimeoutSec: 15, reprompt: { times: 3, afterSec: 10 } })
    call.until(10_000)
    says(call, 10_100)
    // Of its own accord, as after a tool.
    says(call, 13_000)
    expect(call.state.speech.reprompts.count).toBe(1)
    call.until(24_000)
    says(call, 24_100)
    call.until(28_999)
    expect(closedAt(call)).toBeUndefined()
    call.until(29_000)
    expect(closedAt(call)).toEqual({ kind: 'closing', at: 29_000, reason: 'silence' })
  })
})

describe('a restart', () => {
  test('forgets nothing of how often the caller was asked', () => {
    const call = talking({ silenceTimeoutSec: 0 })
    call.until(10_000)
    says(call, 10_100)
    call.restart(12_000)
    expect(call.state.speech.reprompts.count).toBe(1)
  })

  test('knows that they answered', () => {
    const call = talking({ silenceTimeoutSec: 0 })
    call.until(10_000)
    says(call, 10_100)
    call.at(12_000, speech('c1'))
    call.at(13_000, pause('c1'))
    call.at(13_010, committed('c1'))
    call.at(13_500, said('c1', 'Yes.'))
    call.restart(14_000)
    expect(call.state.speech.reprompts.count).toBe(0)
  })
})
