import { expect, test } from 'vitest'
import {
  fruitful,
  goOnRequest,
  IDLE,
  type Responses,
  want,
  wordless,
} from '../../../worker/call/responses.ts'

test('asking twice to go on is asking once', () => {
  const once = want(IDLE, { kind: 'continue' })
  expect(want(once, { kind: 'continue' })).toBe(once)
  expect(want(once, { kind: 'speak' }).wanted).toEqual([{ kind: 'continue' }])
  const greeted = want(once, { kind: 'verbatim', text: 'Hello.' })
  expect(want(greeted, { kind: 'verbatim', text: 'Hello.' }).wanted).toHaveLength(3)
})

/** So many answers of tools alone, one after the other. */
function answersOfTools(responses: Responses, times: number): Responses {
  let after: Responses | null = responses
  for (let n = 0; n < times && after; n++) after = wordless(after)
  return after ?? IDLE
}

test('answers of tools alone are counted from the last one that was heard', () => {
  const talkative = answersOfTools(fruitful(answersOfTools(IDLE, 4)), 4)
  expect(goOnRequest(talkative)).toEqual({ kind: 'continue' })
  expect(goOnRequest(answersOfTools(IDLE, 5))).toEqual({ kind: 'speak' })
})
