import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '../../../worker/call/events.ts'
import { LIMITS } from '../../../worker/call/limits.ts'
import { ScriptedCall } from './script.ts'

/**
 * The laws of a call, over events in any order, repeated and missing. The events are drawn from few
 * ids, so that they meet each other often.
 */
const responseId = fc.constantFrom('r1', 'r2', 'r3', 'r4')
const itemId = responseId.map((id) => `i${id}`)
const callerItem = fc.constantFrom('c1', 'c2', 'c3')
const toolCallId = fc.constantFrom('t1', 't2', 't3')

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<CallEvent>({ type: 'carrier.started' }) },
  { weight: 1, arbitrary: fc.constant<CallEvent>({ type: 'carrier.lost', detail: 'lost' }) },
  { weight: 1, arbitrary: fc.constant<CallEvent>({ type: 'carrier.stopped' }) },
  { weight: 1, arbitrary: fc.constant<CallEvent>({ type: 'engine.ready' }) },
  {
    weight: 2,
    arbitrary: callerItem.map((id): CallEvent => ({
      type: 'engine.transcribed',
      itemId: id,
      text: 'Hm.',
      usage: null,
    })),
  },
  {
    weight: 8,
    arbitrary: fc
      .record({ responseId, itemId, durationMs: fc.integer({ min: 20, max: 800 }) })
      .map((audio): CallEvent => ({ type: 'engine.audio', payload: audio.responseId, ...audio })),
  },
  {
    weight: 5,
    arbitrary: fc
      .integer({ min: 0, max: 12 })
      .map((n): CallEvent => ({ type: 'carrier.mark', name: `p${n}` })),
  },
  {
    weight: 4,
    arbitrary: responseId.map((id): CallEvent => ({
      type: 'engine.response_started',
      responseId: id,
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        responseId,
        status: fc.constantFrom('completed', 'cancelled', 'incomplete', 'failed'),
      })
      .map((d): CallEvent => ({ type: 'engine.response_done', detail: null, usage: null, ...d })),
  },
  {
    weight: 3,
    arbitrary: callerItem.map((id): CallEvent => ({ type: 'engine.speech_started', itemId: id })),
  },
  {
    weight: 3,
    arbitrary: callerItem.map((id): CallEvent => ({
      type: 'engine.speech_stopped',
      itemId: id,
      agoMs: 500,
    })),
  },
  {
    weight: 3,
    arbitrary: callerItem.map((id): CallEvent => ({ type: 'engine.committed', itemId: id })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ responseId, toolCallId })
      .map((c): CallEvent => ({ type: 'engine.tool_call', name: 'x', args: '{}', ...c })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ toolCallId, endsCall: fc.boolean() })
      .map((s): CallEvent => ({ type: 'tool.settled', output: 'done', ...s })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('already_responding' as const, 'bad_request' as const)
      .map((why): CallEvent => ({ type: 'engine.refused', why, detail: why })),
  },
  { weight: 1, arbitrary: fc.constant<CallEvent>({ type: 'carrier.dtmf', digit: '1' }) },
)

const rules = fc.record({
  bargeIn: fc.boolean(),
  greeting: fc.constantFrom({ type: 'generated' as const }, { type: 'none' as const }),
})

const script = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 900 }), event: anyEvent }), {
  maxLength: 60,
})

/** Plays a script and calls `after` with every event and what it led to, ticks included. */
function play(
  call: ScriptedCall,
  steps: readonly { wait: number; event: CallEvent }[],
  after: (event: CallEvent, effects: ReturnType<ScriptedCall['at']>) => void,
): void {
  call.at(0, { type: 'carrier.started' })
  call.at(0, { type: 'engine.ready' })
  for (const { wait, event } of steps) {
    const seen = call.effects.length
    call.until(call.now + wait)
    const ticked = call.effects.slice(seen).map(({ effect }) => effect)
    after({ type: 'clock.tick' }, ticked)
    after(event, call.at(call.now, event))
  }
}

const RUNS = { numRuns: 400 }

describe('the laws of a call', () => {
  test('a response is never asked for while another one is active', () => {
    fc.assert(
      fc.property(rules, script, (settings, steps) => {
        const call = new ScriptedCall(settings)
        let active: string | null = null
        play(call, steps, (event, effects) => {
          if (event.type === 'engine.response_started') active = event.responseId
          if (event.type === 'engine.response_done' && event.responseId === active) active = null
          const asked = effects.filter(({ type }) => type === 'engine.respond')
          expect(asked.length).toBeLessThanOrEqual(1)
          if (asked.length > 0) expect(active).toBeNull()
        })
      }),
      RUNS,
    )
  })

  test('after a clear, no audio of an interrupted response is played', () => {
    fc.assert(
      fc.property(rules, script, (settings, steps) => {
        const call = new ScriptedCall(settings)
        const playing = new Set<string>()
        const interrupted = new Set<string>()
        play(call, steps, (_event, effects) => {
          for (const effect of effects) {
            if (effect.type === 'carrier.clear') {
              for (const id of playing) interrupted.add(id)
              playing.clear()
            }
            if (effect.type !== 'carrier.play') continue
            expect([...interrupted]).not.toContain(effect.payload)
            playing.add(effect.payload)
          }
          for (const id of playing) {
            const queued = call.state.playout.queue.some((piece) => piece.responseId === id)
            if (!queued) playing.delete(id)
          }
        })
      }),
      RUNS,
    )
  })

  test('nothing is truncated beyond what was generated and had time to be played', () => {
    fc.assert(
      fc.property(rules, script, (settings, steps) => {
        const call = new ScriptedCall(settings)
        const generated = new Map<string, number>()
        const firstAt = new Map<string, number>()
        play(call, steps, (event, effects) => {
          if (event.type === 'engine.audio') {
            const { itemId: id, durationMs } = event
            generated.set(id, (generated.get(id) ?? 0) + durationMs)
            if (!firstAt.has(id)) firstAt.set(id, call.now)
          }
          for (const effect of effects) {
            if (effect.type !== 'engine.truncate') continue
            expect(Number.isInteger(effect.heardMs)).toBe(true)
            expect(effect.heardMs).toBeGreaterThanOrEqual(0)
            expect(effect.heardMs).toBeLessThanOrEqual(generated.get(effect.itemId) ?? 0)
          }
        })
      }),
      RUNS,
    )
  })

  test('every tool call is answered exactly once, within its deadline', () => {
    fc.assert(
      fc.property(rules, script, (settings, steps) => {
        const call = new ScriptedCall(settings)
        const calledAt = new Map<string, number>()
        play(call, steps, (event) => {
          const running = isOn(call)
          if (event.type === 'engine.tool_call' && running && !calledAt.has(event.toolCallId)) {
            calledAt.set(event.toolCallId, call.now)
          }
        })
        call.until(call.now + LIMITS.tool)
        const answers = call.effects.filter(({ effect }) => effect.type === 'engine.answer_tool')
        const counts = new Map<string, number>()
        for (const { at, effect } of answers) {
          if (effect.type !== 'engine.answer_tool') continue
          counts.set(effect.toolCallId, (counts.get(effect.toolCallId) ?? 0) + 1)
          expect(at - (calledAt.get(effect.toolCallId) ?? -Infinity)).toBeLessThanOrEqual(
            LIMITS.tool,
          )
        }
        for (const count of counts.values()) expect(count).toBe(1)
        if (isOn(call)) expect(counts.size).toBe(calledAt.size)
      }),
      RUNS,
    )
  })

  test('every call ends, once, whatever is missing', () => {
    fc.assert(
      fc.property(rules, script, (settings, steps) => {
        const call = new ScriptedCall(settings)
        play(call, steps, () => {})
        call.until(call.now + 4 * 3_600_000)
        expect(call.state.phase.name).toBe('ended')
        expect(call.journal.filter(({ kind }) => kind === 'ended')).toHaveLength(1)
      }),
      RUNS,
    )
  })
})

function isOn(call: ScriptedCall): boolean {
  return !['parting', 'ended'].includes(call.state.phase.name)
}
