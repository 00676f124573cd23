import { assert, boolean, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { speakableNow } from '../../../../worker/engines/pipeline/mouths/elevenlabs/clauses.ts'

test.each([
  ['Of course, I can', 11],
  ['Yes, of course. I', 16],
  ['It costs 3.50 euros', 0],
  ['Well,', 0],
  ['我们九点开门，六点关门。谢谢', 12],
])('of the first words “%s” %i characters are spoken at once', (text, length) => {
  expect(speakableNow(text, true)).toBe(length)
})

test.each([
  ['We are open, as always, from nine ', 0],
  ['We are open from nine in the morning to six. Then', 45],
  ['Yes. No. Maybe. ', 0],
])('of later words “%s” %i characters', (text, length) => {
  expect(speakableNow(text, false)).toBe(length)
})

test('what is spoken now ends before anything that is still being written', () => {
  assert(
    property(string(), boolean(), (text, isFirst) => {
      const length = speakableNow(text, isFirst)
      expect(length).toBeLessThanOrEqual(text.length)
      // More text moves no end that was found, unless the space at it goes on.
      const later = speakableNow(`${text}x`, isFirst)
      expect([later, 0]).toContain(length)
    }),
  )
})
