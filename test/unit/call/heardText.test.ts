import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { heardText } from '../../../worker/call/heardText.ts'

const SENTENCE = 'We are open from Monday to Friday, eight in the morning to six at night.'

test('all of it, or nothing', () => {
  expect(heardText(SENTENCE, 4000, 4000)).toBe(SENTENCE)
  expect(heardText(SENTENCE, 4000, 0)).toBe('')
  expect(heardText('', 0, 0)).toBe('')
})

test('cuts between words', () => {
  expect(heardText(SENTENCE, 4000, 2000)).toBe('We are open from Monday to Friday,')
})

test('numbers take longer to say than to write', () => {
  const text = 'Call 5550100 now or come by any time you like'
  expect(heardText(text, 4000, 1000)).toBe('Call')
})

test('hearing more never means fewer words, and always a beginning of the text', () => {
  const texts = fc
    .array(fc.stringMatching(/^[a-zA-Z0-9,.?]{1,12}$/), { minLength: 1 })
    .map((w) => w.join(' '))
  fc.assert(
    fc.property(texts, fc.nat(5000), fc.nat(5000), (text, a, b) => {
      const less = heardText(text, 5000, Math.min(a, b))
      const more = heardText(text, 5000, Math.max(a, b))
      expect(text.startsWith(less)).toBe(true)
      expect(more.startsWith(less)).toBe(true)
    }),
  )
})
