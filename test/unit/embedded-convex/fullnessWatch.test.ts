import { afterEach, expect, test, vi } from 'vitest'
import { FullnessWatch } from '../../../worker/embedded-convex/FullnessWatch.ts'

afterEach(() => vi.restoreAllMocks())

const DAY = 86_400_000
const NOW = 1_790_000_000_000

function watchOf(databaseSize: number) {
  const kept = new Map<string, unknown>()
  const kv = {
    get: (key: string) => kept.get(key),
    put: (key: string, value: unknown) => void kept.set(key, value),
  }
  const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const watch = () => new FullnessWatch({ count: () => 3 }, { sql: { databaseSize }, kv }, '5')
  return { watch, said }
}

test('the log is told once a day, also after a restart, while there is little room', () => {
  const { watch, said } = watchOf(4.5e9)
  expect(watch().fullness).toEqual({ bytes: 4.5e9, limitBytes: 5e9, calls: 3 })
  for (const at of [NOW, NOW + 1, NOW + DAY - 1]) watch().warn(at)
  expect(said).toHaveBeenCalledOnce()
  expect(said).toHaveBeenCalledWith(expect.stringContaining('take 90 % of their 5 GB'))
  watch().warn(NOW + DAY)
  expect(said).toHaveBeenCalledTimes(2)
})

test('nothing is said while there is room', () => {
  const { watch, said } = watchOf(3.9e9)
  watch().warn(NOW)
  expect(said).not.toHaveBeenCalled()
})
