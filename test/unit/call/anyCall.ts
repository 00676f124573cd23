/**
 * Calls of every kind with events in any order, repeated and missing, for the laws. Ids are drawn from
 * few, so that they meet each other often; the process may be lost anywhere.
 */
import { destinationSchema } from '../../../convex/model/destination.ts'
import * as fc from 'fast-check'
import { interruptionsSchema } from '../../../convex/model/agent.ts'
import { isConnected } from '../../../worker/call/engineLeg.ts'
import { type CallEffect, type CallEvent, isFor } from '../../../worker/call/events.ts'
import type { CallRules } from '../../../worker/call/state.ts'
import { agent as someAgent } from '../shell/fakes.ts'
import type { EngineTraits } from '../../../worker/call/traits.ts'
import { RULES, ScriptedCall, TRAITS } from './script.ts'

const responseId = fc.constantFrom('r1', 'r2', 'r3', 'r4')
const agentItem = responseId.map((id) => `i${id}`)
const callerItem = fc.constantFrom('c1', 'c2', 'c3')
const toolCallId = fc.constantFrom('t1', 't2', 't3')

const is = <Type extends string>(type: Type) => fc.constant(type)

/** Somebody else, who talks as the first one does. */
const ANOTHER_AGENT = {
  agent: someAgent({ agentId: 'a2', name: 'Sales' }),
  rules: RULES,
  traits: TRAITS,
}

const destination = fc
  .record({
    target: fc.record({
      kind: is('phone'),
      phoneNumber: fc.constant('+12025550170'),
      extension: fc.constantFrom('', '', '', '12#'),
    }),
    mode: fc.constantFrom('warm', 'cold'),
    ringSec: fc.constantFrom(5, 25),
    hold: fc.constantFrom('music', 'talk'),
    afterwards: fc.constantFrom('agent', 'hang_up'),
  })
  .map((drawn) => destinationSchema.parse({ name: 'desk', ...drawn }))
/** 0: the latest there is by then; −1: the one before. */
const attempt = fc.constantFrom(0, 0, 0, 0, -1)

/** How often each event is drawn beside the others, and how. The compiler asks for one that is new. */
const DRAWN: {
  [Type in CallEvent['type']]: [
    weight: number,
    event: fc.Arbitrary<Extract<CallEvent, { type: Type }>>,
  ]
} = {
  'carrier.started': [20, fc.record({ type: is('carrier.started') })],
  'carrier.stopped': [4, fc.record({ type: is('carrier.stopped') })],
  'carrier.lost': [20, fc.record({ type: is('carrier.lost'), detail: fc.constant('lost') })],
  'carrier.returns': [20, fc.record({ type: is('carrier.returns') })],
  'carrier.moved': [6, fc.record({ type: is('carrier.moved') })],
  'carrier.turned_away': [1, fc.record({ type: is('carrier.turned_away') })],
  'carrier.hung_up': [4, fc.record({ type: is('carrier.hung_up') })],
  'carrier.failed': [2, fc.record({ type: is('carrier.failed') })],
  'carrier.quiet': [
    5,
    fc.record({
      type: is('carrier.quiet'),
      forMs: fc.constantFrom(5_000, 10_000, 20_000),
    }),
  ],
  'carrier.mark': [
    100,
    fc.record({
      type: is('carrier.mark'),
      name: fc.integer({ min: 0, max: 20 }).map((n) => `p${n}`),
    }),
  ],
  'carrier.dtmf': [20, fc.record({ type: is('carrier.dtmf'), digit: fc.constantFrom('1', '#') })],
  'carrier.voice_heard': [30, fc.record({ type: is('carrier.voice_heard') })],
  'carrier.voice_lasts': [30, fc.record({ type: is('carrier.voice_lasts') })],
  'engine.ready': [40, fc.record({ type: is('engine.ready') })],
  'engine.speech_started': [
    60,
    fc.oneof(
      fc.record({ type: is('engine.speech_started'), itemId: callerItem }),
      fc.record({ type: is('engine.speech_started'), itemId: callerItem, echo: fc.constant(true) }),
    ),
  ],
  'engine.speech_stopped': [
    60,
    fc.record({
      type: is('engine.speech_stopped'),
      itemId: callerItem,
      agoMs: fc.constant(500),
    }),
  ],
  'engine.committed': [
    60,
    fc.oneof(
      fc.record({ type: is('engine.committed'), itemId: callerItem }),
      fc.record({ type: is('engine.committed'), itemId: callerItem, text: fc.constant('Yes.') }),
    ),
  ],
  'engine.response_started': [80, fc.record({ type: is('engine.response_started'), responseId })],
  'engine.audio': [
    160,
    responseId.chain((id) =>
      fc.record({
        type: is('engine.audio'),
        responseId: fc.constant(id),
        itemId: fc.constant(`i${id}`),
        payload: fc.constant(id),
        durationMs: fc.integer({ min: 20, max: 800 }),
      }),
    ),
  ],
  'engine.words': [
    40,
    fc.record({
      type: is('engine.words'),
      responseId,
      itemId: agentItem,
      delta: fc.constant('so it is '),
    }),
  ],
  'engine.timed': [
    20,
    fc.record({
      type: is('engine.timed'),
      responseId,
      itemId: agentItem,
      words: fc.constantFrom(
        [{ text: 'so ', startMs: 0, endMs: 120 }],
        [
          { text: 'it ', startMs: 120, endMs: 200 },
          { text: 'is ', startMs: 200, endMs: 320 },
        ],
      ),
    }),
  ],
  'engine.scripted': [
    40,
    fc.record({
      type: is('engine.scripted'),
      itemId: agentItem,
      key: fc.constantFrom('k1', 'k2'),
      attempt: fc.constantFrom(1, 2),
      delta: fc.constantFrom('', 'so it is '),
      complete: fc.boolean(),
    }),
  ],
  'engine.said': [
    20,
    fc.record({
      type: is('engine.said'),
      responseId,
      itemId: agentItem,
      text: fc.constant('so it is said'),
    }),
  ],
  'engine.aloud': [40, fc.record({ type: is('engine.aloud'), responseId })],
  'engine.hushed': [40, fc.record({ type: is('engine.hushed'), responseId, whole: fc.boolean() })],
  'engine.forgot': [
    10,
    fc.record({
      type: is('engine.forgot'),
      itemId: agentItem,
      heardMs: fc.integer({ min: 0, max: 800 }),
    }),
  ],
  'engine.transcribed': [
    40,
    fc.record({
      type: is('engine.transcribed'),
      itemId: callerItem,
      text: fc.constantFrom('Hm.', 'Hm.', 'No, wait.', ''),
      usage: fc.constant(null),
    }),
  ],
  'engine.not_transcribed': [
    10,
    fc.record({
      type: is('engine.not_transcribed'),
      itemId: callerItem,
      detail: fc.constant('no words'),
    }),
  ],
  'engine.tool_call': [
    60,
    fc.record({
      type: is('engine.tool_call'),
      responseId,
      toolCallId,
      name: fc.constantFrom('weather', 'look_up', 'keys', 'other'),
      args: fc.constantFrom('{}', '{"a":1}'),
    }),
  ],
  'engine.response_done': [
    80,
    fc.record({
      type: is('engine.response_done'),
      responseId,
      status: fc.constantFrom('completed', 'cancelled', 'incomplete', 'failed'),
      detail: fc.constant(null),
      retryAfterMs: fc.constantFrom(null, 1_500),
      usage: fc.constant(null),
    }),
  ],
  'engine.refused': [
    20,
    fc.record({
      type: is('engine.refused'),
      why: fc.constantFrom('already_responding', 'bad_request'),
      detail: fc.constant('refused'),
      retryAfterMs: fc.constant(null),
    }),
  ],
  'engine.spoke': [
    4,
    fc.record({ type: is('engine.spoke'), words: fc.constant(9), differing: fc.constant(1) }),
  ],
  'engine.troubled': [
    10,
    fc.record({ type: is('engine.troubled'), detail: fc.constant('trouble') }),
  ],
  'engine.lost': [
    14,
    fc.record({
      type: is('engine.lost'),
      cause: fc.constant('gone'),
      retryAfterMs: fc.constantFrom(null, 0, 3_000),
    }),
  ],
  'engine.failed': [
    2,
    fc.record({
      type: is('engine.failed'),
      reason: fc.constantFrom('model_failed', 'not_configured'),
      detail: fc.constant('failed'),
    }),
  ],
  'tool.settled': [
    60,
    fc.record({
      type: is('tool.settled'),
      toolCallId,
      output: fc.constant('done'),
      directive: fc.oneof(
        { weight: 6, arbitrary: fc.constant(null) },
        { weight: 2, arbitrary: fc.constant({ do: 'end' as const }) },
        { weight: 1, arbitrary: fc.constant({ do: 'send_digits' as const, digits: '1w2' }) },
        { weight: 1, arbitrary: fc.constant({ do: 'hand_off' as const, to: ANOTHER_AGENT }) },
        {
          weight: 1,
          arbitrary: fc.record({
            do: is('transfer'),
            to: destination,
            summary: fc.constant('A bill.'),
          }),
        },
      ),
    }),
  ],
  'tool.progressed': [
    10,
    fc.record({ type: is('tool.progressed'), toolCallId, text: fc.constant('half way') }),
  ],
  'tool.collects': [
    20,
    fc.record({
      type: is('tool.collects'),
      toolCallId,
      wanted: fc.record({
        most: fc.constantFrom(1, 4),
        least: fc.constant(1),
        terminator: fc.constantFrom('#' as const, null),
        timeoutMs: fc.constantFrom(3_000, 10_000),
        sensitive: fc.boolean(),
      }),
    }),
  ],
  'person.called': [
    6,
    fc.record({ type: is('person.called'), attempt, legId: fc.constantFrom('CAp1', 'CAp2') }),
  ],
  'person.ringing': [6, fc.record({ type: is('person.ringing'), attempt })],
  'person.answered': [6, fc.record({ type: is('person.answered'), attempt })],
  'person.is_machine': [6, fc.record({ type: is('person.is_machine'), attempt })],
  'person.is_human': [6, fc.record({ type: is('person.is_human'), attempt })],
  'person.accepted': [6, fc.record({ type: is('person.accepted'), attempt })],
  'person.declined': [6, fc.record({ type: is('person.declined'), attempt })],
  'person.joined': [6, fc.record({ type: is('person.joined'), attempt })],
  'person.left': [6, fc.record({ type: is('person.left'), attempt })],
  'person.gone': [
    6,
    fc.record({
      type: is('person.gone'),
      attempt,
      how: fc.constantFrom('completed', 'busy', 'no_answer', 'canceled', 'failed'),
      durationSec: fc.constant(null),
    }),
  ],
  'person.not_called': [
    6,
    fc.record({ type: is('person.not_called'), attempt, detail: fc.constant('Refused.') }),
  ],
  'person.referred': [1, fc.record({ type: is('person.referred'), attempt })],
  'person.not_reached': [
    6,
    fc.record({ type: is('person.not_reached'), attempt, detail: fc.constant('Refused.') }),
  ],
  'operator.transfers': [
    6,
    fc.record({ type: is('operator.transfers'), to: destination, askedBy: is('operator') }),
  ],
  'operator.says': [4, fc.record({ type: is('operator.says'), text: fc.constant('One moment.') })],
  'operator.ended': [1, fc.record({ type: is('operator.ended') })],
  'clock.tick': [10, fc.record({ type: is('clock.tick') })],
}

const anyEvent = fc.oneof(
  ...Object.values<[number, fc.Arbitrary<CallEvent>]>(DRAWN).map(([weight, arbitrary]) => ({
    weight,
    arbitrary,
  })),
)

/** Everything in memory is lost, and the carrier asks what comes next. */
export type Step = { wait: number; event: CallEvent | 'restart' }

const anyWait = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 900 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
)

const anyStep: fc.Arbitrary<Step> = fc.record({
  wait: anyWait,
  event: fc.oneof(
    { weight: 60, arbitrary: anyEvent },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  ),
})

/** How a caller is put through and comes back: alone, none of it would come together. */
const WHOLE_STORY = [
  'operator.transfers',
  'person.called',
  'person.ringing',
  'person.answered',
  'person.is_human',
  'person.accepted',
  'person.joined',
  'carrier.lost',
  'carrier.moved',
  'person.left',
  'person.gone',
  'carrier.returns',
  'carrier.started',
  'engine.ready',
] as const satisfies readonly CallEvent['type'][]

/** Some of it, with whatever else happens in between. */
const story: fc.Arbitrary<Step[]> = fc
  .subarray([...WHOLE_STORY], { minLength: 8 })
  .chain((types) =>
    fc.tuple(
      ...types.map((type) =>
        fc.tuple(
          fc.record({ wait: anyWait, event: DRAWN[type][1] as fc.Arbitrary<CallEvent> }),
          fc.option(anyStep, { freq: 4 }),
        ),
      ),
    ),
  )
  .map((parts) => parts.flatMap(([step, other]) => (other ? [step, other] : [step])))

export const anyScript: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 30, arbitrary: anyStep.map((step) => [step]) },
      { weight: 1, arbitrary: story },
    ),
    { minLength: 30, maxLength: 120 },
  )
  .map((parts) => parts.flat())

export const anyRules: fc.Arbitrary<Partial<CallRules>> = fc.record({
  bargeIn: fc.boolean(),
  keepsPromises: fc.boolean(),
  greeting: fc.constantFrom(
    { type: 'generated' as const, interruptible: true },
    { type: 'none' as const },
    { type: 'fixed' as const, text: 'Hello.', interruptible: true },
  ),
  interruptions: fc.oneof(
    fc.constant(interruptionsSchema.parse({})),
    fc.record({
      resumeFalse: fc.boolean(),
      minSpeechMs: fc.constantFrom(0, 400),
      backchannels: fc.constantFrom('interrupt', 'ignored'),
    }),
  ),
  reprompt: fc.record({
    times: fc.constantFrom(0, 0, 1, 3),
    afterSec: fc.constantFrom(3, 15),
  }),
  silenceTimeoutSec: fc.constantFrom(0, 20, 60),
  maxDurationSec: fc.constantFrom(30, 120, 1800),
  refers: fc.constantFrom(false, false, true),
})

export const anyTraits: fc.Arbitrary<Partial<EngineTraits>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  // As an engine is opened that leaves it to the call who is heard.
  { weight: 2, arbitrary: fc.constant({ answersItself: false, stopsItself: false }) },
  {
    weight: 1,
    arbitrary: fc.record({
      answersItself: fc.boolean(),
      stopsItself: fc.boolean(),
      speechEvents: fc.boolean(),
      forgets: fc.boolean(),
      deletes: fc.boolean(),
      continuous: fc.boolean(),
      audio: fc.constantFrom('relayed', 'relayed', 'direct'),
    }),
  },
)

export interface Seen {
  event: CallEvent | 'restart'
  effects: readonly CallEffect[]
}

/** Whoever takes the call over is to keep the same rules, so that laws know what holds; attempts have numbers. */
function asItMayBe(event: CallEvent, { state }: ScriptedCall): CallEvent {
  const { rules, traits } = state
  if (isFor('person', event)) {
    return { ...event, attempt: Math.max(1, state.transfers + event.attempt) }
  }
  if (event.type !== 'tool.settled' || event.directive?.do !== 'hand_off') return event
  return { ...event, directive: { do: 'hand_off', to: { ...ANOTHER_AGENT, rules, traits } } }
}

/** Plays a script and calls `after` with every event and all that it led to, ticks included. */
export function play(
  call: ScriptedCall,
  steps: readonly Step[],
  after: (seen: Seen) => void,
): void {
  const happen = (event: CallEvent | 'restart', how: () => void): void => {
    const seen = call.effects.length
    how()
    after({ event, effects: call.effects.slice(seen).map(({ effect }) => effect) })
  }
  const at = (drawn: CallEvent): void => {
    // The shell lets nothing through of an engine that is not connected.
    if (drawn.type.startsWith('engine.') && !isConnected(call.state)) return
    const event = asItMayBe(drawn, call)
    happen(event, () => call.at(call.now, event))
  }
  at({ type: 'carrier.started' })
  at({ type: 'engine.ready' })
  for (const { wait, event } of steps) {
    const until = call.now + wait
    for (let ticks = 0; call.nextTick(until); ticks++) {
      if (ticks > 10_000) throw new Error('A deadline that has come comes again and again.')
      happen({ type: 'clock.tick' }, () => call.tick())
    }
    call.now = until
    if (event !== 'restart') at(event)
    else happen(event, () => call.restart(call.now))
  }
}

/** Whether anything can still happen in the call. */
export function isOn(call: ScriptedCall): boolean {
  return !['parting', 'ended'].includes(call.state.phase.name)
}

const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 400) }

/** Plays any call to its law: `law` is made anew for each, and sees all that happens. */
export function always(
  law: (call: ScriptedCall) => { see?: (seen: Seen) => void; end?: () => void },
): void {
  fc.assert(
    fc.property(anyRules, anyTraits, anyScript, (rules, traits, steps) => {
      const call = new ScriptedCall(rules, traits)
      const { see, end } = law(call)
      play(call, steps, (seen) => see?.(seen))
      end?.()
    }),
    RUNS,
  )
}
