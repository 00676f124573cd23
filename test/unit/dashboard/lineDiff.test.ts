import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from '../../../dashboard/features/agents/lineDiff.ts'

/** The diff as people write it: one sign before each line. */
const shown = (from: string, to: string) =>
  lineDiff(from, to).map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text)

test('shows what was added, removed and left', () => {
  const from = 'You are a receptionist.\nBe brief.\nBe friendly.\nGoodbye.'
  const to = 'You are a receptionist.\nBe brief.\nBe very friendly.\nNo jokes.\nGoodbye.'
  expect(shown(from, to)).toEqual([
    ' You are a receptionist.',
    ' Be brief.',
    '-Be friendly.',
    '+Be very friendly.',
    '+No jokes.',
    ' Goodbye.',
  ])
})

test('the same text has no changes', () => {
  expect(shown('a\nb', 'a\nb')).toEqual([' a', ' b'])
})

test('any two texts can be told from their diff', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (old, fresh) => {
      const lines = lineDiff(old.join('\n'), fresh.join('\n'))
      const without = (kind: string) =>
        lines.filter((line) => line.kind !== kind).map((line) => line.text)
      expect(without('added')).toEqual(old)
      expect(without('removed')).toEqual(fresh)
    }),
  )
})
