import { expect, test, vi } from 'vitest'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))
vi.spyOn(console, 'warn').mockImplementation(() => {})

const worker = await loadWorker()

function ask(path: string, address: string, env: object): Promise<Response> {
  const headers = { 'cf-connecting-ip': address }
  return worker.fetch(new Request(`https://calls.example.com${path}`, { headers }), env)
}

test('a client that asks too often is turned away, and others are not', async () => {
  const limit = vi.fn<(client: { key: string }) => Promise<{ success: boolean }>>(
    async ({ key }) => ({ success: key !== '192.0.2.1' }),
  )
  const env = { CLIENT_LIMIT: { limit } }
  const refused = await ask('/auth/link', '192.0.2.1', env)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  expect((await ask('/api/session', '192.0.2.1', env)).status).toBe(429)
  expect((await ask('/auth/link', '192.0.2.2', env)).status).toBe(302)
  // One network of IPv6 is one client.
  await ask('/auth/link', '2001:db8::1', env)
  expect(limit).toHaveBeenLastCalledWith({ key: '2001:db8:0:0::/64' })
})

test('without a counter nobody is turned away', async () => {
  expect((await ask('/auth/link', '192.0.2.1', {})).status).toBe(302)
})
