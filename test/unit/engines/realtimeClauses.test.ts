import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clausesOf,
  cutClause,
  sayable,
} from '../../../worker/engines/pipeline/realtimeVoice/clauses.ts'
import { compareWords } from '../../../worker/engines/pipeline/speaking/compareWords.ts'

async function* feed(pieces: Iterable<string>): AsyncGenerator<string> {
  yield* pieces
}

async function cut(text: string, size = 3): Promise<string[]> {
  const pieces = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []
  const clauses: string[] = []
  for await (const clause of clausesOf(feed(pieces))) clauses.push(clause)
  return clauses
}

const letters = (text: string): string => text.match(/[\p{L}\p{N}]/gu)?.join('') ?? ''

describe('a text is cut', () => {
  test.each([
    ['Hello there.', ['Hello there.']],
    [
      'Yes. We are open from nine to six today, and I can book a visit for you. Shall I?',
      ['Yes.', 'We are open from nine to six today, and I can book a visit for you.', 'Shall I?'],
    ],
    [
      'It costs 3.50 a piece, which is what everybody pays here, or 30 for ten of them.',
      ['It costs 3.50 a piece, which is what everybody pays here,', 'or 30 for ten of them.'],
    ],
    [
      'Ask Dr. Miller or Mr. J. Smith about it. They know.',
      ['Ask Dr. Miller or Mr. J. Smith about it.', 'They know.'],
    ],
    ['Am 3. Mai sind wir da. Bis dann!', ['Am 3. Mai sind wir da.', 'Bis dann!']],
    [
      'こんにちは。今日は何をお手伝いできますか。',
      ['こんにちは。', '今日は何をお手伝いできますか。'],
    ],
    [
      'He said “no.” Then he went away and never came back to us again.',
      ['He said “no.”', 'Then he went away and never came back to us again.'],
    ],
    ['…  ', []],
    ['** ', []],
    ['', []],
  ])('%j', async (text, clauses) => {
    expect(await cut(text)).toEqual(clauses)
  })

  test('at the first comma of a long first sentence, so that the caller need not wait for its end', async () => {
    const [first] = await cut(
      'Our shop in Harbour Street is open on every day of the week, except when it is a holiday.',
    )
    expect(first).toBe('Our shop in Harbour Street is open on every day of the week,')
  })

  test('before its writer comes to an end', async () => {
    const { promise: never } = Promise.withResolvers<string>()
    const texts = clausesOf(
      (async function* () {
        yield 'One moment. '
        yield await never
      })(),
    )
    expect(await texts.next()).toEqual({ done: false, value: 'One moment.' })
  })

  test('into pieces that together are the text, none of them empty or endless', async () => {
    const word = fc.constantFrom(
      'a',
      'day',
      'Dr.',
      '3.',
      'yes.',
      'no!',
      'why?',
      'so,',
      '—',
      '。',
      '\n',
    )
    const text = fc.array(fc.oneof(word, fc.string({ maxLength: 12 }))).map((all) => all.join(' '))
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        const clauses = await cut(all, size)
        expect(letters(clauses.join(''))).toBe(letters(all))
        expect(clauses.every((clause) => sayable(clause) && clause.length <= 300)).toBe(true)
      }),
    )
  })

  test('by word where it has no clauses', () => {
    const text = 'word '.repeat(100)
    const { clause, rest } = cutClause(text, false) ?? { clause: '', rest: '' }
    expect(clause + rest).toBe(text)
    expect(clause).toMatch(/word$/)
    expect(clause.length).toBeGreaterThan(200)
  })
})

describe('asked and spoken words', () => {
  test.each([
    ['We are open until six.', 'we are open, until six', { asked: 5, spoken: 5, differing: 0 }],
    ["I'm here.", 'I’m here!', { asked: 2, spoken: 2, differing: 0 }],
    ['We are open until six.', 'We are open until seven.', { asked: 5, spoken: 5, differing: 1 }],
    ['One two three.', 'One three.', { asked: 3, spoken: 2, differing: 1 }],
    ['One.', 'One. How can I help?', { asked: 1, spoken: 5, differing: 4 }],
    ['', '', { asked: 0, spoken: 0, differing: 0 }],
    ['Hello.', '', { asked: 1, spoken: 0, differing: 1 }],
  ])('%j and %j', (asked, spoken, compared) => {
    expect(compareWords(asked, spoken)).toEqual(compared)
  })

  test('are split also where no spaces are written', () => {
    expect(compareWords('今日は雨です', '今日は雨です').asked).toBeGreaterThan(1)
  })

  test('differ by no more than the longer of the two, and by none from themselves', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 12 }), fc.lorem({ maxCount: 12 }), (one, other) => {
        expect(compareWords(one, one).differing).toBe(0)
        const { asked, spoken, differing } = compareWords(one, other)
        expect(differing).toBe(compareWords(other, one).differing)
        expect(differing).toBeLessThanOrEqual(Math.max(asked, spoken))
        expect(differing).toBeGreaterThanOrEqual(Math.abs(asked - spoken))
      }),
    )
  })
})
