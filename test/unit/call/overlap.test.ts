/** Sounds of the caller's over the agent's voice: what is a turn, what shows only that they listen. */
import { describe, expect, test } from 'vitest'
import { type Interruptions, interruptionsSchema } from '../../../convex/model/agent.ts'
import type { CallEvent } from '../../../worker/call/events.ts'
import type { CallRules } from '../../../worker/call/state.ts'
import type { EngineTraits } from '../../../worker/call/traits.ts'
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
} from './script.ts'

/** As an engine is opened that leaves it to the call who is heard. */
const LEFT_TO_US: Partial<EngineTraits> = { answersItself: false, stopsItself: false }

const said = (itemId: string, text: string): CallEvent => ({
  type: 'engine.transcribed',
  itemId,
  text,
  usage: null,
})
const unsaid = (itemId: string): CallEvent => ({
  type: 'engine.not_transcribed',
  itemId,
  detail: 'no words',
})
const deletes = (itemId: string) => ({ type: 'engine.delete', itemId })
const clears = { type: 'carrier.clear' }
const cancels = { type: 'engine.cancel', responseId: 'r1' }
const truncates = (heardMs: number) => ({
  type: 'engine.truncate',
  itemId: 'i1',
  heardMs,
  heardText: expect.any(String),
})
const answers = { type: 'engine.respond', request: { kind: 'continue' } }
const goesOn = (heard: string) => ({
  type: 'engine.respond',
  request: { kind: 'go_on', after: heard },
})

/** The agent has been speaking since 1,000 ms, for ten seconds, and has said all its words. */
function speaking(
  interruptions: Partial<Interruptions>,
  rules: Partial<CallRules> = {},
  traits: Partial<EngineTraits> = LEFT_TO_US,
): ScriptedCall {
  const all = interruptionsSchema.parse(interruptions)
  const call = new ScriptedCall({ interruptions: all, ...rules }, traits)
  call.at(0, ready)
  call.at(0, started)
  call.at(1_000, responds('r1'))
  call.at(1_000, words('r1', 'i1', 'one two three four five six seven eight nine ten'))
  call.at(1_000, audio('r1', 'i1', 10_000))
  return call
}

/** The same, and the model has made all of it. */
function spoken(...how: Parameters<typeof speaking>): ScriptedCall {
  const call = speaking(...how)
  call.at(1_100, done('r1'))
  return call
}

/** A sound from 4,000 ms on, whose end is noticed half a second after it. */
function sound(call: ScriptedCall, lastsMs: number, itemId = 'c1') {
  const began = call.at(4_000, speech(itemId))
  const endsAt = 4_500 + lastsMs
  call.until(endsAt)
  const ended = [...call.at(endsAt, pause(itemId)), ...call.at(endsAt + 10, committed(itemId))]
  return { began, ended, endsAt }
}

const asked = (call: ScriptedCall) =>
  call.effects.filter(({ effect }) => effect.type === 'engine.respond')
const notes = (call: ScriptedCall) =>
  call.journal.flatMap((entry) => (entry.kind === 'event' ? [entry.event.summary] : []))

describe('a sound without words that stopped the agent', () => {
  test('lets it go on from where it was heard', () => {
    const call = spoken({ resumeFalse: true })
    const { began, ended, endsAt } = sound(call, 300)
    expect(began).toEqual([clears, truncates(3_000), fillsPauses])
    expect(ended).toEqual([fillsNoMore])
    const [heard = ''] = call.turns.map(({ heardText }) => heardText)
    expect(heard).toBe('one')
    expect(call.at(endsAt + 300, said('c1', ''))).toEqual([deletes('c1'), goesOn(heard)])
    expect(notes(call)).toContain('The sound held no words: the agent goes on')
  })

  test('begins again what nothing was heard of', () => {
    const call = new ScriptedCall(
      {
        interruptions: interruptionsSchema.parse({ resumeFalse: true }),
        greeting: { type: 'fixed', text: 'Hello, this is Reception.', interruptible: true },
      },
      LEFT_TO_US,
    )
    call.at(0, started)
    call.at(0, ready)
    call.at(1_000, responds('r1'))
    call.at(1_000, audio('r1', 'i1', 2_000))
    call.at(1_010, done('r1'))
    call.at(1_100, speech('c1'))
    call.at(1_700, pause('c1'))
    call.at(1_710, committed('c1'))
    expect(call.at(2_000, said('c1', ''))).toContainEqual({
      type: 'engine.respond',
      request: { kind: 'verbatim', text: 'Hello, this is Reception.' },
    })
  })

  test('lets it say in its own words what nothing was heard of', () => {
    const call = spoken({ resumeFalse: true })
    call.at(1_150, speech('c1'))
    call.at(1_700, pause('c1'))
    call.at(1_710, committed('c1'))
    expect(call.at(2_000, said('c1', ''))).toEqual([deletes('c1'), answers])
  })

  test('lets it say the rest of words that were given', () => {
    const text = 'one two three four five six seven eight nine ten'
    const greeted = new ScriptedCall(
      {
        interruptions: interruptionsSchema.parse({ resumeFalse: true }),
        greeting: { type: 'fixed', text, interruptible: true },
      },
      LEFT_TO_US,
    )
    greeted.at(0, started)
    greeted.at(0, ready)
    greeted.at(1_000, responds('r1'))
    greeted.at(1_000, words('r1', 'i1', text))
    greeted.at(1_000, audio('r1', 'i1', 10_000))
    greeted.at(1_010, done('r1'))
    const { endsAt } = sound(greeted, 300)
    const [effect] = greeted
      .at(endsAt + 300, said('c1', ''))
      .filter(({ type }) => type === 'engine.respond')
    const [heard = ''] = greeted.turns.map(({ heardText }) => heardText)
    expect(heard).not.toBe('')
    expect(effect).toEqual({
      type: 'engine.respond',
      request: { kind: 'verbatim', text: text.slice(heard.length).trim() },
    })
  })

  test('waits until the response that it cut is over: never two at once', () => {
    const call = speaking({ resumeFalse: true })
    const { began, endsAt } = sound(call, 300)
    expect(began).toEqual([clears, cancels, truncates(3_000), fillsPauses])
    expect(call.at(endsAt + 300, said('c1', ''))).toEqual([deletes('c1')])
    expect(call.at(endsAt + 400, done('r1', 'cancelled'))).toMatchObject([
      { type: 'engine.respond', request: { kind: 'go_on' } },
    ])
  })

  test('has no answer, whichever of its end and its words comes first', () => {
    const call = spoken({ resumeFalse: true })
    call.at(4_000, speech('c1'))
    call.at(4_800, pause('c1'))
    expect(call.at(4_900, said('c1', ''))).toMatchObject([{ type: 'engine.respond' }])
    expect(call.at(5_000, committed('c1'))).toEqual([deletes('c1')])
    expect(asked(call)).toHaveLength(1)
  })

  test('is answered as before by an agent that is not set to go on', () => {
    const call = spoken({})
    expect(sound(call, 300).ended).toEqual([fillsNoMore, answers])
  })

  test('does not double the answer of an engine that answers by itself', () => {
    const call = spoken({ resumeFalse: true }, {}, {})
    const { endsAt } = sound(call, 300)
    call.at(endsAt + 20, responds('r2'))
    expect(call.at(endsAt + 300, said('c1', ''))).toEqual([])
    call.at(endsAt + 400, audio('r2', 'i2', 500))
    call.at(endsAt + 500, done('r2'))
    expect(asked(call)).toEqual([])
  })

  test('gives way to what is to be said anyway', () => {
    const call = spoken({ resumeFalse: true })
    call.at(4_000, speech('c1'))
    call.at(4_300, { type: 'carrier.dtmf', digit: '#' })
    call.at(4_800, pause('c1'))
    call.at(4_810, committed('c1'))
    expect(call.at(5_000, said('c1', ''))).toEqual([deletes('c1'), answers])
    expect(asked(call)).toHaveLength(1)
  })

  test('lets the agent go on three times in a row, and is answered then', () => {
    const call = spoken({ resumeFalse: true })
    let at = 4_000
    for (let n = 1; n <= 4; n++) {
      call.at(at, speech(`c${n}`))
      call.at(at + 700, pause(`c${n}`))
      call.at(at + 710, committed(`c${n}`))
      const [last] = call.at(at + 900, said(`c${n}`, '')).slice(-1)
      expect(last).toMatchObject({ request: { kind: n <= 3 ? 'go_on' : 'continue' } })
      call.at(at + 1_000, responds(`s${n}`))
      call.at(at + 1_000, words(`s${n}`, `j${n}`, 'so it went on and on and on'))
      call.at(at + 1_000, audio(`s${n}`, `j${n}`, 9_000))
      call.at(at + 1_010, done(`s${n}`))
      at += 4_000
    }
  })

  test('is two sounds, and the agent goes on after the second', () => {
    const call = spoken({ resumeFalse: true })
    const { endsAt } = sound(call, 300)
    call.at(endsAt + 100, speech('c2'))
    expect(call.at(endsAt + 200, said('c1', ''))).toEqual([deletes('c1')])
    call.at(endsAt + 900, pause('c2'))
    call.at(endsAt + 910, committed('c2'))
    expect(call.at(endsAt + 1_200, said('c2', ''))).toMatchObject([
      deletes('c2'),
      { type: 'engine.respond', request: { kind: 'go_on' } },
    ])
  })

  test('is cut off again by one who says something: they are answered, and nothing goes on', () => {
    const call = spoken({ resumeFalse: true })
    const { endsAt } = sound(call, 300)
    call.at(endsAt + 100, speech('c2'))
    call.at(endsAt + 200, said('c1', ''))
    call.at(endsAt + 900, pause('c2'))
    call.at(endsAt + 910, committed('c2'))
    expect(call.at(endsAt + 1_200, said('c2', 'Stop.'))).toEqual([answers])
    expect(asked(call)).toHaveLength(1)
  })

  test('cuts an answer from its birth that is asked for again', () => {
    const call = spoken({ resumeFalse: true })
    call.at(11_100, mark('p0'))
    call.at(12_000, speech('c1'))
    call.at(12_800, pause('c1'))
    expect(call.at(12_810, committed('c1'))).toEqual([answers])
    call.at(12_900, speech('c2'))
    expect(call.at(13_000, responds('r2'))).toEqual([{ type: 'engine.cancel', responseId: 'r2' }])
    call.at(13_050, done('r2', 'cancelled'))
    call.at(13_700, pause('c2'))
    expect(call.at(13_710, committed('c2'))).toEqual([])
    expect(call.at(14_000, said('c2', ''))).toEqual([deletes('c2'), answers])
  })
})

describe('a turn that was weighed', () => {
  test('leaves nothing to go on with, whatever sound follows', () => {
    const call = spoken({ resumeFalse: true })
    const { endsAt } = sound(call, 300)
    call.at(endsAt + 100, speech('c2'))
    call.at(endsAt + 200, said('c1', 'Stop.'))
    call.at(endsAt + 900, pause('c2'))
    call.at(endsAt + 910, committed('c2'))
    expect(call.at(endsAt + 1_200, said('c2', ''))).toEqual([deletes('c2'), answers])
    expect(asked(call)).toHaveLength(1)
  })

  test('leaves nothing to go on with before it is in the conversation, too', () => {
    const call = spoken({ resumeFalse: true })
    call.at(4_000, speech('c1'))
    call.at(4_800, pause('c1'))
    call.at(4_900, speech('c2'))
    call.at(5_000, said('c1', 'Stop.'))
    call.at(5_700, pause('c2'))
    call.at(5_710, committed('c2'))
    expect(call.at(6_000, said('c2', ''))).toEqual([deletes('c2')])
    expect(call.at(6_100, committed('c1'))).toEqual([answers])
  })

  test('is no back-channel where those are not to be ignored', () => {
    const call = spoken({ minSpeechMs: 400 })
    const { endsAt } = sound(call, 200)
    expect(call.at(endsAt + 300, said('c1', 'Okay.'))).toContainEqual(answers)
  })

  test('lets an answer begin while the agent talks on', () => {
    const held = new ScriptedCall(
      { interruptions: interruptionsSchema.parse({ minSpeechMs: 400 }) },
      LEFT_TO_US,
    )
    held.at(0, ready)
    held.at(0, started)
    held.at(1_000, responds('r1'))
    held.at(1_000, audio('r1', 'i1', 4_000))
    const runs = { type: 'engine.tool_call', responseId: 'r1', toolCallId: 't1' } as const
    held.at(1_010, { ...runs, name: 'weather', args: '{}' })
    held.at(1_020, done('r1'))
    held.at(1_500, { type: 'tool.settled', toolCallId: 't1', output: 'sun', directive: null })
    held.at(1_600, speech('c1'))
    expect(held.at(1_700, responds('r2'))).toEqual([])
    expect(held.at(1_710, audio('r2', 'i2', 400))).toMatchObject([{ type: 'carrier.play' }])
  })
})

describe('words that do not come', () => {
  test('let the length decide after a second and a half', () => {
    const short = spoken(
      { resumeFalse: true, minSpeechMs: 400 },
      {},
      { ...LEFT_TO_US, stopsItself: true },
    )
    const { endsAt } = sound(short, 300)
    short.until(endsAt + 1_499)
    expect(asked(short)).toEqual([])
    short.until(endsAt + 1_500)
    expect(asked(short).map(({ effect }) => effect)).toMatchObject([{ request: { kind: 'go_on' } }])

    const long = spoken({ resumeFalse: true, minSpeechMs: 400 })
    sound(long, 500)
    long.until(endsAt + 1_700)
    expect(asked(long).map(({ effect }) => effect)).toEqual([answers])
  })

  test('were none if they could not be transcribed, unless the sound was long', () => {
    const short = spoken({ resumeFalse: true })
    const one = sound(short, 1_400)
    expect(short.at(one.endsAt + 100, unsaid('c1'))).toMatchObject([
      deletes('c1'),
      { type: 'engine.respond', request: { kind: 'go_on' } },
    ])
    const long = spoken({ resumeFalse: true })
    const other = sound(long, 1_500)
    expect(long.at(other.endsAt + 100, unsaid('c1'))).toEqual([answers])
  })

  test('change nothing any more when they come late, but are written down', () => {
    const call = spoken({ minSpeechMs: 400 })
    const { endsAt } = sound(call, 300)
    call.until(endsAt + 2_000)
    expect(call.at(endsAt + 2_100, said('c1', 'Well.'))).toEqual([])
    expect(call.turns).toMatchObject([{ role: 'agent' }, { role: 'caller', text: 'Well.' }])
  })
})

describe('speech that is shorter than it must be', () => {
  test('does not stop the agent, is forgotten, and is not answered', () => {
    const call = spoken({ minSpeechMs: 400 })
    const { began, ended, endsAt } = sound(call, 390)
    expect(began).toEqual([fillsPauses])
    expect(ended).toEqual([fillsNoMore])
    expect(call.at(endsAt + 300, said('c1', ''))).toEqual([deletes('c1')])
    expect(asked(call)).toEqual([])
    expect(call.state.speech.playout.queue).toHaveLength(1)
  })

  test('is forgotten by no engine that forgets nothing, and not answered either', () => {
    const call = spoken({ minSpeechMs: 400 }, {}, { ...LEFT_TO_US, deletes: false })
    const { endsAt } = sound(call, 390)
    expect(call.at(endsAt + 300, said('c1', ''))).toEqual([])
  })

  test('is a turn as soon as its words come', () => {
    const call = spoken({ minSpeechMs: 400 })
    const { endsAt } = sound(call, 200)
    expect(call.at(endsAt + 300, said('c1', 'No!'))).toEqual([clears, truncates(4_000), answers])
    expect(call.turns.at(-1)).toMatchObject({ role: 'caller', text: 'No!' })
  })

  test('is measured by the voice where that is heard', () => {
    const call = spoken({ minSpeechMs: 400 })
    call.at(4_000, speech('c1'))
    expect(call.at(4_250, { type: 'carrier.voice_lasts' })).toEqual([clears, truncates(3_250)])
    call.at(4_900, pause('c1'))
    expect(call.at(4_910, committed('c1'))).toEqual([answers])

    const soft = spoken({ minSpeechMs: 400 })
    soft.at(4_000, speech('c1'))
    const ends = { type: 'engine.speech_stopped', itemId: 'c1', agoMs: 0 } as const
    soft.at(5_000, { ...ends, voiceMs: 120 })
    soft.at(5_010, committed('c1'))
    soft.until(6_500)
    expect(soft.effects.at(-1)?.effect).toEqual(deletes('c1'))
  })

  test('is speech after all if the engine hears it for long', () => {
    const call = spoken({ minSpeechMs: 400 })
    call.at(4_000, speech('c1'))
    call.until(5_899)
    expect(call.state.speech.playout.queue).toHaveLength(1)
    call.until(5_900)
    expect(call.state.speech.playout.queue).toEqual([])
  })

  test('stops an engine at once that stops by itself', () => {
    const call = spoken({ minSpeechMs: 400 }, {}, {})
    expect(call.at(4_000, speech('c1'))).toEqual([clears, truncates(3_000), fillsPauses])
  })

  test('is a turn like any other while the agent is silent', () => {
    const call = spoken({ minSpeechMs: 400 })
    call.at(11_100, mark('p0'))
    call.at(12_000, speech('c1'))
    call.at(12_600, pause('c1'))
    expect(call.at(12_610, committed('c1'))).toEqual([answers])
  })

  test('stops nobody whom a caller may not interrupt, but is answered if it had words', () => {
    const call = spoken({ minSpeechMs: 400 }, { bargeIn: false })
    call.at(4_000, speech('c1'))
    expect(call.at(4_500, { type: 'carrier.voice_lasts' })).toEqual([])
    call.at(5_000, pause('c1'))
    call.at(5_010, committed('c1'))
    expect(call.at(5_300, said('c1', 'Hello?'))).toEqual([answers])
    expect(call.state.speech.playout.queue).toHaveLength(1)
  })

  test('does not end the call over the heads of those who may have said something', () => {
    const call = speaking({ minSpeechMs: 400 })
    call.at(1_010, {
      type: 'engine.tool_call',
      responseId: 'r1',
      toolCallId: 't1',
      name: 'end_call',
      args: '{}',
    })
    call.at(1_020, { type: 'tool.settled', toolCallId: 't1', output: '', directive: { do: 'end' } })
    call.at(1_100, done('r1'))
    call.at(10_400, speech('c1'))
    call.at(11_100, mark('p0'))
    expect(call.state.phase.name).toBe('closing')
    call.at(11_150, pause('c1'))
    call.at(11_160, committed('c1'))
    expect(call.at(11_400, said('c1', 'Wait.'))).toEqual([answers])
    expect(call.state.phase.name).toBe('talking')
  })
})

describe('a back-channel', () => {
  const ignored = { backchannels: 'ignored' } as const

  test('while the agent talks stops nobody, is not answered, and stays on the record', () => {
    const call = spoken(ignored)
    const { began, ended, endsAt } = sound(call, 400)
    expect([...began, ...ended]).toEqual([fillsPauses, fillsNoMore])
    expect(call.at(endsAt + 300, said('c1', 'Mm-hmm, okay.'))).toEqual([])
    expect(call.at(11_100, mark('p0'))).toEqual([])
    expect(asked(call)).toEqual([])
    expect(call.turns).toMatchObject([
      { role: 'agent', interrupted: false },
      { role: 'caller', text: 'Mm-hmm, okay.' },
    ])
    expect(notes(call)).toEqual([])
  })

  test('is known in the agent’s own language', () => {
    const call = spoken(ignored, { locale: 'de-DE' })
    const { endsAt } = sound(call, 400)
    expect(call.at(endsAt + 300, said('c1', 'Ja, genau.'))).toEqual([])
    const other = spoken(ignored, { locale: 'de-DE' })
    sound(other, 400)
    expect(other.at(endsAt + 300, said('c1', 'I see.'))).toContainEqual(answers)
  })

  test('is none if it says more: the agent falls silent when the words come', () => {
    const call = spoken(ignored)
    const { endsAt } = sound(call, 400)
    expect(call.at(endsAt + 300, said('c1', 'Okay, stop.'))).toEqual([
      clears,
      truncates(endsAt + 300 - 1_000),
      answers,
    ])
  })

  test('is none if it lasts: the agent falls silent before any word is known', () => {
    const call = spoken(ignored)
    call.at(4_000, speech('c1'))
    expect(call.at(4_800, { type: 'carrier.voice_lasts' })).toEqual([clears, truncates(3_800)])
    call.at(6_000, pause('c1'))
    expect(call.at(6_010, committed('c1'))).toEqual([answers])
    expect(call.at(6_300, said('c1', 'Okay.'))).toEqual([])
  })

  test('is an ordinary answer when the agent does not talk', () => {
    const call = spoken(ignored)
    call.at(11_100, mark('p0'))
    call.at(12_000, speech('c1'))
    call.at(12_600, pause('c1'))
    expect(call.at(12_610, committed('c1'))).toEqual([answers])
  })

  test('is an ordinary answer when the agent has finished meanwhile, and waits for no words', () => {
    const call = spoken(ignored)
    call.at(10_900, speech('c1'))
    call.at(11_100, mark('p0'))
    call.at(11_600, pause('c1'))
    expect(call.at(11_610, committed('c1'))).toEqual([answers])
  })

  test('is an ordinary answer when the agent finishes before its words are known', () => {
    const call = spoken(ignored)
    call.at(10_300, speech('c1'))
    call.at(10_900, pause('c1'))
    expect(call.at(10_910, committed('c1'))).toEqual([])
    call.at(11_100, mark('p0'))
    expect(call.at(11_200, said('c1', 'Okay.'))).toEqual([answers])
  })

  test('interrupts as before where it is not to be ignored', () => {
    const call = spoken({})
    expect(call.at(4_000, speech('c1'))).toEqual([clears, truncates(3_000), fillsPauses])
  })

  test('is lost with the engine that heard it: the next one asks the caller', () => {
    const call = spoken(ignored)
    sound(call, 400)
    call.at(5_100, { type: 'engine.lost', cause: 'gone', retryAfterMs: null })
    expect(call.state.speech.weighing.overlaps).toEqual([])
  })
})
