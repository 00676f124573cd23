/** However a model is lost, and whenever: nobody waits in silence, and every attempt is told. */
import { describe, expect, test } from 'vitest'
import { COMFORT_TONE_MS, comfortTone } from '../../../worker/call/comfortTone.ts'
import { LIMITS } from '../../../worker/call/limits.ts'
import type { CallRules } from '../../../worker/call/state.ts'
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
  TRAITS,
  words,
} from './script.ts'

/** When the model is lost, ms. */
const AT = 5_000
const GREETING = { type: 'fixed', text: 'Hello.', interruptible: true } as const

type Phase = 'greeting' | 'answer owed' | 'in mid-answer' | 'tool running'

/** A call that is there at 5,000 ms. */
const PHASES: Record<Phase, (rules?: Partial<CallRules>) => ScriptedCall> = {
  greeting: (rules) => {
    const call = new ScriptedCall({ greeting: GREETING, ...rules })
    call.at(4_000, ready)
    call.at(4_500, started)
    return call
  },
  'answer owed': asked,
  'in mid-answer': (rules) => {
    const call = asked(rules)
    call.at(4_500, responds('r1'))
    call.at(4_500, words('r1', 'i1', 'We open at nine.'))
    call.at(4_550, audio('r1', 'i1', 400))
    call.at(4_960, mark('p0'))
    return call
  },
  'tool running': (rules) => {
    const call = asked(rules)
    call.at(4_700, responds('r1'))
    const tool = { toolCallId: 't1', responseId: 'r1', name: 'weather', args: '{}' }
    call.at(4_710, { type: 'engine.tool_call', ...tool })
    call.at(4_720, done('r1'))
    return call
  },
}

function asked(rules: Partial<CallRules> = {}): ScriptedCall {
  const call = new ScriptedCall(rules)
  call.at(0, ready)
  call.at(0, started)
  call.at(3_000, speech('c1'))
  call.at(4_000, pause('c1'))
  call.at(4_010, committed('c1'))
  call.at(4_500, { type: 'engine.transcribed', itemId: 'c1', text: 'When?', usage: null })
  return call
}

const lost = (cause: string, retryAfterMs: number | null = null) =>
  ({ type: 'engine.lost', cause, retryAfterMs }) as const

/** As the engine tells of each; `null`: it tells nothing, and does nothing. */
const LOSSES = {
  'closed with 1001': lost('The connection to OpenAI closed (code 1001).'),
  'session expired': lost('OpenAI: Your session hit the maximum duration. (session_expired)'),
  'refused with 429': lost('OpenAI refused the session: 429 Slow down.', 1_500),
  'refused with 503': lost('OpenAI refused the session: 503 Busy.'),
  'reset by its network': lost('The connection to OpenAI broke.'),
  'silent when something is owed': null,
}

const CASES = Object.entries(PHASES).flatMap(([phase, begin]) =>
  Object.entries(LOSSES).map(([loss, event]) => ({ phase, loss, begin, event })),
)

/** The model is lost, and each that is tried is lost in the same way, until the call ends. */
function neverBack(call: ScriptedCall, event: (typeof CASES)[number]['event']): void {
  call.now = AT
  if (event) call.at(AT, event)
  else if (call.state.responses.active.kind === 'none') call.at(AT, responds('r9'))
  while (call.state.phase.name !== 'ended') {
    if (event && call.state.engine.stage.name === 'opening') call.at(call.now + 250, event)
    else call.tick()
  }
}

/** The longest time from the loss on in which the caller heard nothing, ms. */
function longestSilence({ effects, now }: ScriptedCall): number {
  const sounds = effects.flatMap(({ at, effect }) => {
    if (effect.type !== 'carrier.play') return []
    const ms =
      effect.payload === comfortTone() ? COMFORT_TONE_MS : Number(effect.payload.split(':')[1])
    return [{ at, until: at + ms }]
  })
  let heardUntil = AT
  let longest = 0
  for (const { at, until } of [
    ...sounds.filter(({ until: end }) => end > AT),
    { at: now, until: now },
  ]) {
    longest = Math.max(longest, at - heardUntil)
    heardUntil = Math.max(heardUntil, until)
  }
  return longest
}

describe.each(CASES)('a model that is $loss: $phase', ({ begin, event }) => {
  test('leaves nobody in silence, and the call ends with an apology in the end', () => {
    const call = begin()
    neverBack(call, event)
    expect(longestSilence(call)).toBeLessThanOrEqual(2_000)
    expect(call.state.phase).toMatchObject({ name: 'ended', reason: 'model_failed' })
  })

  test('is replaced by the other engine', () => {
    const call = begin({ otherTraits: TRAITS })
    neverBack(call, event)
    const openings = call.effects.filter(({ effect }) => effect.type === 'engine.open')
    const other = openings.find(
      ({ effect }) => effect.type === 'engine.open' && effect.which === 'other',
    )
    const wait = event ? LIMITS.engineFailOver : LIMITS.responseProgress
    expect((other?.at ?? Infinity) - AT).toBeLessThanOrEqual(wait)
  })
})

test.each(['answer owed', 'in mid-answer'] as const)(
  'an engine that comes back in time is told on the timeline with every attempt: %s',
  (phase) => {
    const call = PHASES[phase]()
    call.at(AT, LOSSES['refused with 503'])
    call.at(5_250, LOSSES['refused with 503'])
    call.until(6_000)
    call.at(6_250, LOSSES['closed with 1001'])
    call.until(7_500)
    call.at(7_600, ready)
    const told = call.journal.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []))
    expect(told.map(({ summary }) => summary)).toEqual([
      'OpenAI refused the session: 503 Busy.',
      'The model is called again, attempt 1.',
      'The model is called again, attempt 2.',
      'The connection to OpenAI closed (code 1001).',
      'The model is called again, attempt 3.',
      'The model was back after 2600 ms.',
    ])
    expect(told.at(-1)?.detail).toBe('{"break":"model","mendedAfterMs":2600}')
  },
)

test('a line that broke is told where it broke, and where it was back', () => {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.at(0, started)
  call.at(100, responds('r1'))
  call.at(150, audio('r1', 'i1', 400))
  call.at(200, done('r1'))
  call.at(600, mark('p0'))
  call.at(2_000, { type: 'carrier.lost', detail: 'The stream broke.' })
  call.at(2_100, { type: 'carrier.returns' })
  call.at(2_400, started)
  const told = call.journal.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []))
  expect(told.slice(-2)).toEqual([
    { kind: 'carrier_error', summary: 'The stream broke.', detail: '{"break":"line"}' },
    {
      kind: 'note',
      summary: 'The line was back after 400 ms.',
      detail: '{"break":"line","mendedAfterMs":400}',
    },
  ])
})
