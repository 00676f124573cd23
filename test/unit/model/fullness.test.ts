import { expect, test } from 'vitest'
import { dataLimitBytes, fullnessWarning, isNearlyFull } from '../../../convex/model/fullness.ts'

const GB = 1e9

test.each([
  [undefined, 10],
  ['', 10],
  ['5', 5],
  ['0.5', 0.5],
  ['0', 10],
  ['11', 10],
  ['much', 10],
])('a limit of %j means %d GB', (setting, gigabytes) => {
  expect(dataLimitBytes(setting)).toBe(gigabytes * GB)
})

test('from 80 % on it is nearly full, and says so', () => {
  const room = { bytes: 4 * GB - 1, limitBytes: 5 * GB, calls: 9 }
  expect(isNearlyFull(room)).toBe(false)
  expect(fullnessWarning(room)).toBeNull()
  const full = { ...room, bytes: 4 * GB }
  expect(isNearlyFull(full)).toBe(true)
  expect(fullnessWarning(full)).toMatch(/^The stored data take 80 % of their 5 GB\. /)
})
