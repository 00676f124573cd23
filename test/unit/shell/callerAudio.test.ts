import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallerAudio } from '../../../worker/shell/CallerAudio.ts'

const KEPT = 500
const LONGEST = 1_728

const frame = fc
  .oneof(fc.constant(216), fc.integer({ min: 1, max: LONGEST }), fc.constant(LONGEST + 1))
  .chain((length) =>
    fc.nat(61).map((letter) => 'A'.repeat(length - 1) + letter.toString(36).at(-1)),
  )

test('what is kept are the last frames since the last sign of life, as they came', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof({ weight: 300, arbitrary: frame }, { weight: 1, arbitrary: fc.constant(null) }),
        {
          maxLength: 1_500,
          size: 'max',
        },
      ),
      (events) => {
        const audio = new CallerAudio()
        let expected: string[] = []
        for (const payload of events) {
          if (payload === null) {
            audio.clear()
            expected = []
          } else {
            audio.keep(payload)
            if (payload.length <= LONGEST) expected.push(payload)
          }
        }
        expect(audio.frames).toEqual(expected.slice(-KEPT))
      },
    ),
    { numRuns: 40 },
  )
})
