import { describe, expect, test } from 'vitest'
import type { PersonEffect, PersonEvent } from '../../../worker/call/events.ts'
import {
  eventsOf,
  hearAfterEnd,
  linesAfterEnd,
  type PersonNews,
} from '../../../worker/shell/personNews.ts'
import { after, called, calling, gone, letGo, linesOf, person } from '../call/transfers/attempt.ts'

const news = (event: PersonNews['event'], attempt = 1): PersonNews => ({
  attempt,
  legId: 'CAp1',
  event,
})

describe('a call that runs', () => {
  test('learns whose side of the line it is by the first sign of it', () => {
    const call = calling()
    expect(eventsOf(news(person('ringing')), call.state)).toEqual([called(), person('ringing')])
    after(call, [called()])
    expect(eventsOf(news(person('ringing')), call.state)).toEqual([person('ringing')])
  })

  test('learns it by its end, too, when nobody has to be let go any more', () => {
    const call = calling()
    expect(eventsOf(news(gone('busy')), call.state)).toEqual([gone('busy'), called()])
    after(call, [gone('busy'), called()])
    expect(linesOf(call, 'transfer_step').at(-1)).toMatchObject({ step: 'called', legId: 'CAp1' })
    expect(linesOf(call, 'transfer_leg')).toMatchObject([{ attempt: 1, durationSec: 12 }])
    expect(letGo(call)).toBe(0)
  })

  test('has its caller with the person of the last attempt, and of no other', () => {
    const { state } = calling()
    expect(eventsOf(news({ type: 'caller.joined' }), state)).toEqual([{ type: 'carrier.moved' }])
    expect(eventsOf(news({ type: 'caller.joined' }), { ...state, transfers: 2 })).toEqual([])
  })
})

/** What is asked of the desk, and of which side of the line, when a call that is over hears this. */
const effectsOf = (event: PersonNews['event']): [PersonEffect, string | null][] => {
  const asked: [PersonEffect, string | null][] = []
  hearAfterEnd(news(event), {
    by: 'rings',
    perform: (effect, legId) => void asked.push([effect, legId]),
  })
  return asked
}

describe('a call that is over', () => {
  /** The caller hung up before anything was told of the person. */
  const { journal } = after(calling(), [{ type: 'carrier.hung_up' }])
  const name = { kind: 'transfer_step', at: 9, attempt: 1, step: 'called', legId: 'CAp1' }
  const leg = { kind: 'transfer_leg', attempt: 1, durationSec: 12, price: null }

  test('writes down whose side of the line it was, and how long it lasted, once', () => {
    const first = linesAfterEnd(news(gone('completed')), journal, 9)
    expect(first).toEqual([name, leg])
    expect(linesAfterEnd(news(gone('completed')), [...journal, ...first], 10)).toEqual([])
    expect(linesAfterEnd(news(person('ringing')), journal, 9)).toEqual([name])
  })

  test('writes nothing down of an attempt that there never was, or of its own caller', () => {
    expect(linesAfterEnd(news(gone('completed'), 2), journal, 9)).toEqual([])
    expect(linesAfterEnd(news({ type: 'caller.joined' }), journal, 9)).toEqual([])
  })

  test.each(['ringing', 'joined'] as const)(
    'lets one go of whom it hears that they are %s',
    (what) => {
      expect(effectsOf(person(what))).toEqual([[{ type: 'person.let_go', attempt: 1 }, 'CAp1']])
    },
  )

  test('brings its caller back from the room', () => {
    expect(effectsOf({ type: 'caller.joined' })).toEqual([
      [{ type: 'person.bring_back', attempt: 1 }, null],
    ])
  })

  const others: PersonEvent[] = [person('answered'), person('declined'), gone('completed')]
  test.each(others)('leaves those alone who are gone, or are told as they ask: $type', (event) => {
    expect(effectsOf(event)).toEqual([])
  })
})
