import { expect, test, vi } from 'vitest'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const worker = await loadWorker()

test.each([
  ['GET', '/media', '/twilio/media'],
  ['GET', '/media-stream/', '/twilio/media'],
])('%s %s of other systems names what is here instead', async (method, path, named) => {
  const response = await worker.fetch(new Request(`http://127.0.0.1:8787${path}`, { method }), {})
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain\b/)
  expect(await response.text()).toContain(named)
})
