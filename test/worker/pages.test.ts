import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalWorker } from '../local/worker.ts'
import type { RunningWorker } from '../local/workerd.ts'

let worker: RunningWorker
let assets: string
beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), 'pages-'))
  await mkdir(join(assets, 'assets'))
  await writeFile(join(assets, 'index.html'), '<!doctype html><title>Switchboard</title>')
  await writeFile(join(assets, 'assets', 'app-1a2b.js'), 'export {}')
  worker = await startLocalWorker({
    port: 0,
    stateDir: null,
    assets,
    vars: { CONVEX_URL: 'https://happy-otter-1.convex.cloud' },
  })
})
afterAll(async () => {
  await worker.stop()
  await rm(assets, { recursive: true })
})

const load = (path: string, headers: Record<string, string> = {}) =>
  fetch(worker.url + path, { headers, redirect: 'manual' })

describe('every answer says what a browser may do with it', () => {
  test.each(['/', '/agents/5', '/assets/app-1a2b.js', '/api/session', '/api/nothing', '/health'])(
    '%s',
    async (path) => {
      const { headers } = await load(path)
      const policy = new Map(
        headers
          .get('content-security-policy')
          ?.split('; ')
          .map((directive) => {
            const [name = '', ...sources] = directive.split(' ')
            return [name, sources]
          }),
      )
      const host = new URL(worker.url).host
      expect(policy.get('script-src')).toEqual(["'self'"])
      expect(policy.get('worker-src')).toEqual(["'self'"])
      expect(policy.get('frame-ancestors')).toEqual(["'none'"])
      expect(policy.get('connect-src')).toEqual([
        "'self'",
        `wss://${host}`,
        `ws://${host}`,
        'https://happy-otter-1.convex.cloud',
        'wss://happy-otter-1.convex.cloud',
      ])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('microphone=(self)')
      expect(headers.get('strict-transport-security')).toBeNull()
    },
  )

  test('over TLS it also says to stay there', async () => {
    const { headers } = await load('/', { 'x-forwarded-proto': 'https' })
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(headers.get('content-security-policy')).not.toContain(' ws://')
  })
})

const kept = async (path: string) => (await load(path)).headers.get('cache-control')

test('pages are looked up anew, their files are kept for ever, answers about calls never', async () => {
  expect(await kept('/agents/5')).toContain('must-revalidate')
  expect(await kept('/assets/app-1a2b.js')).toContain('immutable')
  expect(await kept('/api/session')).toBe('no-store')
})

test('a path is a page, but a file that is gone is no page', async () => {
  const page = await load('/agents/5')
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Switchboard')])
  expect((await load('/assets/app-0000.js')).status).toBe(404)
})
