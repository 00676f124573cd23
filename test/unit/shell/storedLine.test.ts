import { expect, test } from 'vitest'
import { keepAliveDue } from '../../../worker/shell/chores/keepAlive.ts'
import { StoredLine } from '../../../worker/shell/StoredLine.ts'
import { asVouched, isVouchedFor } from '../../../worker/shell/vouched.ts'
import { FakeStorage, opening } from './fakes.ts'

test('a leg that is taken outlives its object, and no other comes in its place', () => {
  const storage = new FakeStorage()
  const line = new StoredLine(storage)
  expect(line.comes('rtc_1')).toBe(true)
  line.taken()
  const later = new StoredLine(storage)
  expect(later).toMatchObject({ legId: 'rtc_1', isTaken: true })
  expect(later.comes('rtc_1')).toBe(true)
  expect(later.comes('rtc_2')).toBe(false)
  later.comesBack('rtc_2')
  expect(new StoredLine(storage)).toMatchObject({ legId: 'rtc_2', isTaken: false })
})

const due = (status: 'in_progress' | 'completed', carrier: string) =>
  keepAliveDue({ status, carrier }, 1_000)

test('an object without a socket coming in wakes well within 70 s, while its call runs', () => {
  expect(due('in_progress', 'sip')).toBeLessThan(1_000 + 60_000)
  expect(due('in_progress', 'twilio')).toBeNull()
  expect(due('completed', 'sip')).toBeNull()
})

test('nobody vouches for the caller of a trunk, and Twilio does for its own', () => {
  const { call } = opening(0)
  const trunk = { ...call, callSid: 'rtc_1', carrier: 'sip' }
  expect(isVouchedFor(trunk)).toBe(false)
  expect(asVouched(trunk).from).toBe('withheld')
  expect(asVouched({ ...call, carrier: 'sip' })).toEqual({ ...call, carrier: 'sip' })
})
