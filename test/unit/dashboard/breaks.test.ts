import { expect, test } from 'vitest'
import { breakOf, breakTimesOf } from '../../../dashboard/features/calls/breaks.ts'
import type { CallRecordEvent } from '../../../convex/model/call.ts'

const event = (detail: string | null): CallRecordEvent => ({
  callSid: 'CA1',
  seq: 1,
  atMs: 900,
  kind: 'note',
  summary: 'Something happened.',
  detail,
})

test('an event tells of a break by its detail alone', () => {
  expect(breakOf(event('{"break":"process"}'))).toEqual({ break: 'process' })
  expect(breakOf(event('{"break":"model","mendedAfterMs":310}'))).toEqual({
    break: 'model',
    mendedAfterMs: 310,
  })
  for (const other of [null, 'no JSON', '{}', '{"break":"leg"}', '[]']) {
    expect(breakOf(event(other))).toBeNull()
  }
})

test('the times of breaks are those that are known', () => {
  const events = ['{"break":"process"}', '{"break":"process","mendedAfterMs":900}', null]
  expect(breakTimesOf(events.map(event))).toEqual([900])
})
