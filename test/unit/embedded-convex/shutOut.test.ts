import { expect, test } from 'vitest'
import { SHUT_MS, ShutOut } from '../../../worker/embedded-convex/sync/ShutOut.ts'

const NOW = 1_800_000_000_000

test('who was shut out comes in again after a minute, and nobody else waits', () => {
  const shutOut = new ShutOut()
  shutOut.shut('192.0.2.1', NOW)
  expect(shutOut.isShut('192.0.2.1', NOW + SHUT_MS - 1)).toBe(true)
  expect(shutOut.isShut('192.0.2.1', NOW + SHUT_MS)).toBe(false)
  expect(shutOut.isShut('192.0.2.2', NOW)).toBe(false)
})

test('who goes on waits from then', () => {
  const shutOut = new ShutOut()
  shutOut.shut('192.0.2.1', NOW)
  shutOut.shut('192.0.2.1', NOW + 1_000)
  expect(shutOut.isShut('192.0.2.1', NOW + SHUT_MS)).toBe(true)
})

test('a clock that steps back by a day keeps nobody out for a day', () => {
  const shutOut = new ShutOut()
  shutOut.shut('192.0.2.1', NOW)
  expect(shutOut.isShut('192.0.2.1', NOW - 86_400_000)).toBe(false)
})

test('of many the latest thousand are remembered', () => {
  const shutOut = new ShutOut()
  shutOut.shut('first', NOW)
  shutOut.shut('second', NOW)
  shutOut.shut('first', NOW)
  for (let other = 0; other < 999; other += 1) shutOut.shut(`other ${other}`, NOW)
  expect(shutOut.isShut('first', NOW)).toBe(true)
  expect(shutOut.isShut('second', NOW)).toBe(false)
})
