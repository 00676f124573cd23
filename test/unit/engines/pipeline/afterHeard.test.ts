import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterHeard,
  Continuation,
  KnownBeginning,
} from '../../../../worker/engines/pipeline/afterHeard.ts'

describe('what follows the words that were heard', () => {
  test('is the rest of the text', () => {
    expect(afterHeard('We are open. Come by.', 'We are')).toBe('open. Come by.')
    expect(afterHeard('We are open.', '')).toBe('We are open.')
    expect(afterHeard('We are open.', 'We are open.')).toBe('')
  })

  test('is found by counting where other words were said', () => {
    expect(afterHeard('We are open 9 to 5.', 'We’re open')).toBe('open 9 to 5.')
    expect(afterHeard('Yes.', 'Oh yes, of course')).toBe('')
  })
})

/** All that passes of a text that comes in pieces. */
function passed(known: string, pieces: readonly string[]): string {
  const beginning = new KnownBeginning(known)
  return pieces.map((piece) => beginning.pass(piece)).join('')
}

const letters = (some: string): string => some.replaceAll(/\s+/g, '')

describe('an answer that is written once more', () => {
  test('is passed on from where it was known', () => {
    expect(passed('We are', ['We', ' are open', '.'])).toBe(' open.')
    expect(passed('We  are\n', ['We are open.'])).toBe(' open.')
  })

  test('is passed on whole where it goes on instead', () => {
    expect(passed('We are', ['open', ' daily.'])).toBe('open daily.')
    expect(passed('We are', ['We were open.'])).toBe('We were open.')
  })

  test('loses nothing, however it is cut', () => {
    const text = fc.stringMatching(/^[ab .]{0,30}$/)
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(6)), (known, rest, lengths) => {
        const whole = known + rest
        const pieces: string[] = []
        let at = 0
        for (const length of lengths) pieces.push(whole.slice(at, (at += length)))
        pieces.push(whole.slice(at))
        expect(letters(passed(known, pieces))).toBe(letters(rest))
      }),
    )
  })
})

describe('what follows a text that was broken off', () => {
  test.each([
    ['', '', ' We are', 'We are'],
    ['', 'We are ', ' open.', 'open.'],
    ['', 'We are', 'open.', ' open.'],
    ['', 'We are', ', well, open.', ', well, open.'],
    ['', 'We a', 'We are open.', 're open.'],
    ['We are', '', 'We are open.', 'open.'],
    ['We are', 'open', 'We are open.', '.'],
  ])('%j, %j, then %j adds %j', (heard, written, next, added) => {
    expect(new Continuation(heard, written).pass(next)).toBe(added)
  })
})
