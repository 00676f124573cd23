import { expect, test } from 'vitest'
import { lineChanges } from '../../../dashboard/features/agents/lineChanges.ts'

/** The changes as people write them: one sign before each line. */
const shown = (from: string, to: string) =>
  lineChanges(from, to).map(
    ({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text,
  )

const lines = (word: string) => Array.from({ length: 8000 }, (_, n) => `${word} ${n}`).join('\n')

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

test('empty lines and a last line without an end are lines like others', () => {
  expect(shown('a\n', 'a\n\nb')).toEqual([' a', ' ', '+b'])
})

test('texts that have nothing in common are shown one after the other, at once', () => {
  const changes = lineChanges(lines('old'), lines('new'))
  expect(changes).toHaveLength(16_000)
  expect(changes[7999]).toEqual({ kind: 'removed', text: 'old 7999' })
  expect(changes[8000]).toEqual({ kind: 'added', text: 'new 0' })
})
