import { expect, test } from 'vitest'
import { Vigil } from '../../../../worker/engines/pipeline/ears/scribe/Vigil.ts'
import { SILENT_FRAME } from '../../../../worker/lib/base64Audio.ts'
import { sound } from '../../../contract/sound.ts'

const [LOUD] = sound(20)

/** A second of frames, then a look. */
function second(vigil: Vigil, frame = SILENT_FRAME) {
  for (let n = 0; n < 50; n++) vigil.heard(frame)
  return vigil.look()
}

function seconds(vigil: Vigil, count: number, frame = SILENT_FRAME) {
  return Array.from({ length: count }, () => second(vigil, frame))
}

function begun(): Vigil {
  const vigil = new Vigil()
  vigil.begun()
  return vigil
}

test('a session that does not begin is seen after six seconds', () => {
  expect(seconds(new Vigil(), 6)).toEqual([null, null, null, null, null, 'not_begun'])
})

test('silence needs no answer, however long it is', () => {
  expect(seconds(begun(), 100).every((sight) => sight === null)).toBe(true)
})

test('missing frames are seen each second', () => {
  const vigil = begun()
  expect([second(vigil), vigil.look(), vigil.look(), second(vigil)]).toEqual([
    null,
    'no_frames',
    'no_frames',
    null,
  ])
})

test('a commit is answered within five seconds, or never', () => {
  const vigil = begun()
  vigil.committed()
  expect(seconds(vigil, 5)).toEqual([null, null, null, null, 'no_answer'])
})

test('each commit has its own time', () => {
  const vigil = begun()
  vigil.committed()
  vigil.committed()
  seconds(vigil, 3)
  vigil.answered(1)
  expect(seconds(vigil, 4)).toEqual([null, null, null, null])
  vigil.answered(0)
  expect(seconds(vigil, 10).every((sight) => sight === null)).toBe(true)
})

test('speech without any message is not heard by anybody', () => {
  const vigil = begun()
  expect(seconds(vigil, 7, LOUD).at(-1)).toBe('deaf')
  const lively = begun()
  for (let n = 0; n < 20; n++) {
    expect(second(lively, LOUD)).toBeNull()
    lively.told()
  }
})
