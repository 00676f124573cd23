import { describe, expect, test } from 'vitest'
import type { PersonEffect, PersonEvent } from '../../../worker/call/events.ts'
import { eventsOf, hearAfterEnd, type PersonNews } from '../../../worker/shell/personNews.ts'
import { after, called, calling, gone, person } from '../call/transfers/attempt.ts'

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

  test('learns nothing of the kind by its end', () => {
    expect(eventsOf(news(gone('busy')), calling().state)).toEqual([gone('busy')])
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
  hearAfterEnd(news(event), { perform: (effect, legId) => void asked.push([effect, legId]) })
  return asked
}

describe('a call that is over', () => {
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
