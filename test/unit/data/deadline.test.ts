import { afterEach, expect, test, vi } from 'vitest'
import type { DataSettings } from '../../../worker/data/connection.ts'
import { callData } from '../../../worker/data/index.ts'
import { newPrivateKey } from '../../../worker/lib/es256.ts'

afterEach(() => vi.restoreAllMocks())

/** Takes what is sent and says nothing, until the sender gives up. */
const silent = (_input: RequestInfo | URL, init?: RequestInit) =>
  new Promise<Response>((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('given up')))
  })
const nowhere = () => Promise.reject(new Error('There is no such host.'))

test.each<[where: string, convexUrl: string | null]>([
  ['in the Worker', null],
  ['elsewhere', 'https://convex.example'],
])('data %s that says nothing are given up after ten seconds', async (_, convexUrl) => {
  const late = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
  vi.stubGlobal('fetch', convexUrl ? silent : nowhere)
  const embedded = {
    fetch: convexUrl ? nowhere : silent,
    signingKey: async () => '',
    secretsKey: async () => '',
  }
  const settings: DataSettings = {
    convexUrl,
    authPrivateKey: await newPrivateKey(),
    host: { getByName: () => embedded },
  }
  const asked = callData(settings).resolveNumber('+12025550100')
  await vi.waitUntil(() => timeout.mock.calls.length > 0)
  late.abort()
  await expect(asked).rejects.toThrow('given up')
  expect(timeout.mock.calls).toEqual([[10_000]])
  vi.unstubAllGlobals()
})
