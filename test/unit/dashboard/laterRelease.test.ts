/** A window that stays open over a deploy shows what the new Worker stores. */
import { expect, test } from 'vitest'
import { END_REASONS } from '../../../dashboard/lib/callWords.ts'
import { filesIn } from '../../../dashboard/lib/newBuild.ts'
import { saidOf } from '../../../dashboard/lib/saidOf.ts'

const page = (...files: string[]): string =>
  `<html><head>${files.map((name) => `<link href="/assets/${name}">`).join('')}</head></html>`

test('what a later release has added has no words here, whatever it is called', () => {
  expect(saidOf(END_REASONS, 'silence')).toBe('Nobody spoke')
  expect(saidOf(END_REASONS, 'voicemail')).toBeUndefined()
  expect(saidOf(END_REASONS, 'toString')).toBeUndefined()
})

test('two pages are of one build when they name the same files', () => {
  expect(filesIn(page('index-a1.js', 'index-b_2.css'))).toBe(
    filesIn(page('index-b_2.css', 'index-a1.js', 'index-a1.js')),
  )
  expect(filesIn(page('index-a1.js'))).not.toBe(filesIn(page('index-a2.js')))
  expect(filesIn('<html>A proxy asks who you are.</html>')).toBe('')
})
