/** What reaches the browser: how much, under which policy, and nothing of a secret. */
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { AUTH_TOKEN, hearOut } from '../worker/harness.ts'
import { settled } from './audit.ts'
import { test } from './chromium.ts'
import { type Dashboard, PASSWORD, startDashboard } from './dashboard.ts'

const SCRIPT_LIMIT_KIB = 250

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

interface Received {
  path: string
  type: string
  policy: string
  body: Buffer
}

/** Every answer that the page gets from the Worker, from now on. */
function listen(page: Page): () => Promise<Received[]> {
  const pending: Promise<Received | null>[] = []
  page.on('response', (response) => {
    const read = async (): Promise<Received | null> => {
      const headers = await response.allHeaders()
      const body = await response.body().catch(() => null)
      const path = new URL(response.url()).pathname
      const type = headers['content-type'] ?? ''
      const policy = headers['content-security-policy'] ?? ''
      return body && { path, type, policy, body }
    }
    pending.push(read())
  })
  return async () => (await Promise.all(pending)).filter((received) => received !== null)
}

test('the first load brings less than 250 KiB of script, compressed', async () => {
  const { page, close } = await dashboard.open('/favicon.svg')
  const received = listen(page)
  await page.goto('/')
  await settled(page)
  const scripts = (await received()).filter(({ type }) => type.includes('javascript'))
  expect(scripts.length).toBeGreaterThan(2)
  const bytes = scripts.reduce((total, { body }) => total + gzipSync(body).length, 0)
  expect(bytes / 1024).toBeLessThan(SCRIPT_LIMIT_KIB)
  await close()
})

test('a page asks for one token, for its code at once, and for vendors and number tables only where they are needed', async () => {
  await dashboard.harness.newNumber()
  const { page, close } = await dashboard.open('/favicon.svg')
  let asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const visit = async (path: string) => {
    asked = []
    await page.goto(path)
    await settled(page)
    return asked
  }
  const count = (path: string) => asked.filter((other) => other === path).length
  const calls = await visit('/calls')
  expect(calls.findIndex((path) => path.includes('CallsPage'))).toBeLessThan(
    calls.indexOf('/api/token'),
  )
  expect(await numberTables(page)).toBe(false)

  await visit('/agents')
  expect(await numberTables(page)).toBe(false)
  await page.getByRole('link', { name: 'Reception' }).click()
  await page.getByRole('link', { name: 'Voice', exact: true }).click()
  await page.getByText('/twilio/voice').waitFor()
  expect(count('/api/token')).toBe(1)
  expect(count('/api/settings')).toBe(0)
  expect(await numberTables(page)).toBe(true)
  await visit('/settings')
  expect(count('/api/settings')).toBe(1)
  await close()
})

/** Whether any script that was loaded holds the numbering plans of all countries. */
async function numberTables(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const scripts = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js'))
    const texts = await Promise.all(scripts.map(async (name) => (await fetch(name)).text()))
    return texts.some((text) => text.includes('country_calling_codes'))
  })
}

test('every page forbids scripts that are not its own, and no answer holds a secret', async () => {
  const { harness } = dashboard
  const call = harness.placeCall(await harness.newNumber())
  await hearOut(call)
  call.hangUp()
  await harness.storedCall(call.callSid)
  const { page, troubles, close } = await dashboard.open('/favicon.svg')
  const received = listen(page)
  const frames: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => void frames.push(payload.toString()))
  })
  for (const path of ['/', '/agents', '/calls', `/calls/${call.callSid}`, '/settings']) {
    await page.goto(path)
    await settled(page)
  }
  const answers = await received()
  const pages = answers.filter(({ type }) => type.includes('html'))
  expect(pages).toHaveLength(5)
  for (const { policy } of pages) {
    expect(policy).toMatch(/(^|; )script-src 'self'(;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
  }
  expect(frames.some((frame) => frame.includes(call.callSid))).toBe(true)
  const told = [...answers.map(({ body }) => body.toString()), ...frames]
  const secrets = [AUTH_TOKEN, 'sk-test', PASSWORD, privatePart(harness.owner.privateKey)]
  for (const secret of secrets) {
    expect(told.filter((text) => text.includes(secret))).toEqual([])
  }
  expect(troubles).toEqual([])
  await close()
})

/** The line in the middle of the key: the part that nobody else has. */
function privatePart(pem: string): string {
  return pem.slice(pem.length / 2, pem.length / 2 + 20)
}
