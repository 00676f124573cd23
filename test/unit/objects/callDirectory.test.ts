/** The places on the line, without workerd and with a clock of its own. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

vi.mock('cloudflare:workers', () => ({
  DurableObject: class {
    readonly ctx: unknown
    constructor(ctx: unknown) {
      this.ctx = ctx
    }
  },
}))

interface Directory {
  admit(callSid: string, limit: number): boolean
  renew(callSid: string): void
  release(callSid: string): void
  count(): number
}
type DirectoryClass = new (ctx: object, env: object) => Directory

// Files share their modules, and another one may have loaded the directory upon a mock of its own.
vi.resetModules()
// The compiler cannot follow this name, and need not: the Worker is typed by another program.
const folder = fileURLToPath(new URL('../../../worker/objects', import.meta.url))
const { CallDirectory } = z
  .object({ CallDirectory: z.custom<DirectoryClass>((value) => typeof value === 'function') })
  .parse({ ...(await import(join(folder, 'CallDirectory.ts'))) })

const MINUTE_MS = 60_000
const stored = new Map<string, unknown>()

const storedUnder = ({ prefix }: { prefix: string }) =>
  [...stored].filter(([key]) => key.startsWith(prefix))

function open(): Directory {
  const storage = {
    kv: { list: storedUnder, delete: (key: string) => stored.delete(key) },
    put: async (key: string, value: unknown) => void stored.set(key, value),
    delete: async (key: string) => stored.delete(key),
    getAlarm: async () => null,
    setAlarm: async () => {},
  }
  return new CallDirectory({ storage, waitUntil: () => {} }, {})
}

beforeEach(() => {
  stored.clear()
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('there are as many places as are allowed, and a call that has one keeps it', () => {
  const directory = open()
  expect(['CA1', 'CA2', 'CA3', 'CA1'].map((call) => directory.admit(call, 2))).toEqual([
    true,
    true,
    false,
    true,
  ])
})

test('a place that is given back is free, and giving it back twice does no harm', () => {
  const directory = open()
  directory.admit('CA1', 1)
  directory.release('CA1')
  directory.release('CA1')
  expect(directory.count()).toBe(0)
  expect(directory.admit('CA2', 1)).toBe(true)
})

test('a call that is gone without a word loses its place after three minutes', () => {
  const directory = open()
  directory.admit('CA1', 1)
  vi.advanceTimersByTime(3 * MINUTE_MS - 1)
  expect(directory.admit('CA2', 1)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(directory.admit('CA2', 1)).toBe(true)
})

test('a call that asks every minute keeps its place, also when the directory is restarted', () => {
  const directory = open()
  directory.admit('CA1', 1)
  for (let minute = 0; minute < 10; minute += 1) {
    vi.advanceTimersByTime(MINUTE_MS)
    directory.renew('CA1')
  }
  expect(directory.count()).toBe(1)
  expect(open().count()).toBe(1)
  expect(open().admit('CA2', 1)).toBe(false)
})
