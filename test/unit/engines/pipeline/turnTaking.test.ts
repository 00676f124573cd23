import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnfinished } from '../../../../worker/engines/pipeline/hearing/isUnfinished.ts'
import {
  audioCame,
  earsReplaced,
  earsStopped,
  finalCame,
  finalOverdue,
  isSettled,
  QUIET,
  type Taken,
  type Taking,
  type TurnAct,
  type TurnRules,
  understood,
  voiceStarted,
} from '../../../../worker/engines/pipeline/hearing/turnTaking.ts'
import type { VoiceChange } from '../../../../worker/engines/pipeline/vad.ts'

const RULES: TurnRules = { pauseMs: 400, unfinishedPauseMs: 900, locale: 'en-US', endsHere: true }
const STARTED: VoiceChange = { type: 'started', agoMs: 60 }
const STOPPED: VoiceChange = { type: 'stopped', agoMs: 200, voiceMs: 700 }

type Step = (taking: Taking) => Taken
const frames =
  (ms: number, ...changes: VoiceChange[]): Step =>
  (taking) => {
    let [next, acts] = audioCame(taking, 20, changes, RULES)
    for (let at = 20; at < ms; at += 20) {
      const [after, more] = audioCame(next, 20, [], RULES)
      next = after
      acts = [...acts, ...more]
    }
    return [next, acts]
  }
const partial =
  (text: string): Step =>
  (taking) =>
    understood(taking, text)
const final =
  (text: string, rules = RULES): Step =>
  (taking) =>
    finalCame(taking, text, null, rules)

function play(...steps: Step[]): { taking: Taking; acts: TurnAct[] } {
  let taking = QUIET
  const acts: TurnAct[] = []
  for (const step of steps) {
    const [next, more] = step(taking)
    taking = next
    acts.push(...more)
  }
  return { taking, acts }
}

const begin = (turn = 1) => ({ do: 'begin', turn })
const said = (text: string, turn = 1) => ({ do: 'say', turn, text, usage: null })

describe('a turn of the caller’s', () => {
  test('ends after the pause, counted from their last sound, and its words are waited for', () => {
    const { acts } = play(frames(800, STARTED), partial('My name is Tim.'), frames(200, STOPPED))
    expect(acts).toEqual([begin()])
    const whole = play(
      frames(800, STARTED),
      partial('My name is Tim.'),
      frames(220, STOPPED),
      final('My name is Tim.'),
    )
    expect(whole.acts).toEqual([
      begin(),
      { do: 'end', turn: 1, agoMs: 400, voiceMs: 700 },
      { do: 'commit', turn: 1 },
      said('My name is Tim.'),
    ])
    expect(isSettled(whole.taking)).toBe(true)
  })

  test('lasts longer where its sentence is not finished', () => {
    const begun = [frames(800, STARTED), partial('My name is')]
    expect(play(...begun, frames(700, STOPPED)).acts).toEqual([begin()])
    expect(play(...begun, frames(720, STOPPED)).acts).toContainEqual({ do: 'commit', turn: 1 })
  })

  test('goes on when the voice comes back within the pause', () => {
    const { acts } = play(
      frames(800, STARTED),
      frames(180, STOPPED),
      frames(2_000, STARTED),
      frames(220, STOPPED),
    )
    expect(acts).toEqual([
      begin(),
      { do: 'end', turn: 1, agoMs: 400, voiceMs: 1_400 },
      { do: 'commit', turn: 1 },
    ])
  })

  test('is what was understood of it where the final does not come, and a late one is not told', () => {
    const { taking, acts } = play(
      frames(800, STARTED),
      partial('Hello th'),
      frames(220, STOPPED),
      partial('Hello there.'),
      (t) => finalOverdue(t, 1),
      final('Hello there!'),
      (t) => finalOverdue(t, 1),
    )
    expect(acts.filter((act) => act.do === 'say')).toEqual([said('Hello there.')])
    expect(taking.ended).toEqual([])
  })

  test('may begin while the words of the one before are waited for', () => {
    const { acts } = play(
      frames(800, STARTED),
      frames(220, STOPPED),
      frames(400, STARTED),
      final('One.'),
      frames(220, STOPPED),
      final('Two.'),
    )
    expect(acts.filter((act) => act.do !== 'end')).toEqual([
      begin(),
      { do: 'commit', turn: 1 },
      begin(2),
      said('One.'),
      { do: 'commit', turn: 2 },
      said('Two.', 2),
    ])
  })

  test('begins with words whose voice was not heard, and lasts until no more come', () => {
    const { acts } = play(
      frames(200),
      partial('Hello.'),
      frames(300),
      partial('Hello you.'),
      frames(400),
    )
    expect(acts).toEqual([
      begin(),
      { do: 'end', turn: 1, agoMs: 400, voiceMs: 0 },
      { do: 'commit', turn: 1 },
    ])
  })

  test('is answered after almost a minute, though they go on', () => {
    const { acts } = play(frames(54_980, STARTED))
    expect(acts).toEqual([begin()])
    expect(play(frames(55_020, STARTED)).acts).toEqual([
      begin(),
      { do: 'end', turn: 1, agoMs: 0, voiceMs: 0 },
      { do: 'commit', turn: 1 },
    ])
  })

  test('is not begun by words that come late of one that was told', () => {
    const { acts } = play(
      frames(800, STARTED),
      frames(220, STOPPED),
      (t) => finalOverdue(t, 1),
      partial('Late.'),
    )
    expect(acts.filter((act) => act.do === 'begin')).toHaveLength(1)
  })
})

describe('where the ears end turns', () => {
  const rules = { ...RULES, endsHere: false }

  test('words begin a turn and their end ends it, once each', () => {
    const { acts } = play(partial('Good'), partial('Good day'), final('Good day.', rules))
    expect(acts).toEqual([begin(), { do: 'end', turn: 1, agoMs: 0, voiceMs: 0 }, said('Good day.')])
  })

  test('a final alone is a turn, and one without words is none', () => {
    expect(play(final('Yes.', rules)).acts.map((act) => act.do)).toEqual(['begin', 'end', 'say'])
    expect(play(final('', rules)).acts).toEqual([])
  })

  test('what they tell of speech begins and ends it', () => {
    const { acts } = play(voiceStarted, (t) => earsStopped(t, 500), final('', rules))
    expect(acts).toEqual([begin(), { do: 'end', turn: 1, agoMs: 500, voiceMs: 0 }, said('')])
  })
})

describe('other ears', () => {
  test('are waited for by the turn whose words did not come yet', () => {
    const { taking, acts } = play(frames(800, STARTED), frames(220, STOPPED), earsReplaced)
    expect(taking.ended).toHaveLength(1)
    expect(acts.filter((act) => act.do === 'say')).toEqual([])
  })

  test('hear it as a part of the one that is being spoken', () => {
    const { taking, acts } = play(
      frames(800, STARTED),
      partial('One'),
      frames(220, STOPPED),
      frames(100, STARTED),
      earsReplaced,
    )
    expect(acts.at(-1)).toEqual(said('One'))
    expect(taking.ended).toEqual([])
  })
})

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 20, max: 1_500 }).map((ms) => frames(ms)),
  fc.constant(frames(20, STARTED)),
  fc.constant(frames(20, STOPPED)),
  fc.constantFrom('So', 'So it is.', '', 'and').map(partial),
  fc.constantFrom('So', 'So it is.', '').map((text) => final(text)),
  fc.integer({ min: 1, max: 4 }).map(
    (turn): Step =>
      (taking) =>
        finalOverdue(taking, turn),
  ),
  fc.constant<Step>(earsReplaced),
)

test('whatever comes, a turn begins once, then ends once, then is told once, and all in order', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const { acts } = play(...steps)
      const of = (what: TurnAct['do']) =>
        acts.flatMap((act) => (act.do === what && 'turn' in act ? [act.turn] : []))
      const began = of('begin')
      expect(began).toEqual(began.map((_, at) => at + 1))
      expect(of('end')).toEqual(began.slice(0, of('end').length))
      expect(of('say')).toEqual([...new Set(of('say'))].toSorted((a, b) => a - b))
      for (const turn of of('say')) {
        const index = (what: TurnAct['do']) =>
          acts.findIndex((act) => act.do === what && 'turn' in act && act.turn === turn)
        expect(index('begin')).toBeLessThan(index('end'))
        expect(index('end')).toBeLessThan(index('say'))
      }
    }),
    { numRuns: 500 },
  )
})

test('a caller who is quiet is heard to the end, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const { taking } = play(...steps, frames(20, STARTED), frames(20, STOPPED), frames(1_500))
      expect(taking.open).toBeNull()
    }),
  )
})

describe('a sentence', () => {
  test.each([
    ['My name is', 'en-US', true],
    ['I would like to book an appointment for', 'en-US', true],
    ['On Monday, uh', 'en-US', true],
    ['The number is 4, 5,', 'en-US', true],
    ['Well…', 'en-US', true],
    ['I would like to book an appointment', 'en-US', false],
    ['Is it open and?', 'en-US', false],
    ['', 'en-US', false],
    ['Ich möchte einen Termin für', 'de-DE', true],
    ['Ich möchte einen Termin.', 'de-DE', false],
    ['Je voudrais un rendez-vous pour', 'fr-FR', true],
    ['今日は、', 'ja-JP', true],
    ['今日は営業していますか', 'ja-JP', false],
  ] as const)('%j in %s: unfinished is %s', (text, locale, expected) => {
    expect(isUnfinished(text, locale)).toBe(expected)
  })
})
