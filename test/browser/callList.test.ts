/** The list of calls keeps its place, and leads from one call to the next. */
import type { Page, WebSocket } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { eventually } from '../worker/storedCall.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { endedCall, record } from './records.ts'

const FAILED = { status: 'failed', endReason: 'model_failed', failure: 'It went away.' } as const
const CALLS = 150

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
  const now = Date.now()
  const calls = Array.from({ length: CALLS }, (_, number) => {
    const failed = number % 2 === 0 ? FAILED : {}
    return { call: endedCall(sid(number), now - number * 60_000, failed) }
  })
  await record(dashboard.harness, calls)
})
afterAll(() => dashboard.close())

const sid = (number: number) => `CA${String(number).padStart(3, '0')}`
const rows = (page: Page) => page.locator('tbody tr')
const scrolled = (page: Page) => page.evaluate(() => scrollY)

async function loadMore(page: Page, expected: number): Promise<void> {
  await page.getByRole('button', { name: 'Load more calls' }).click()
  await rows(page)
    .nth(expected - 1)
    .waitFor()
}

/** Resolves when so many rows are there, and the page is where it was. */
async function isBackAt(page: Page, place: number, count: number): Promise<void> {
  await rows(page)
    .nth(count - 1)
    .waitFor()
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place)
  expect(await rows(page).count()).toBe(count)
}

test('filters, rows and scroll survive back, the breadcrumb and a reload', async () => {
  const { page, troubles, close } = await dashboard.open('/calls')
  await page.getByLabel('Status').selectOption('Failed')
  await page.waitForURL('**/calls?status=failed')
  await loadMore(page, 60)
  const link = rows(page).nth(52).getByRole('link')
  await link.scrollIntoViewIfNeeded()
  const place = await scrolled(page)
  expect(place).toBeGreaterThan(800)

  await link.click()
  await page.getByRole('heading', { name: 'Conversation' }).waitFor()
  expect(await scrolled(page)).toBe(0)
  await page.goBack()
  await isBackAt(page, place, 60)

  await rows(page).nth(52).getByRole('link').click()
  await page.getByRole('heading', { name: 'Conversation' }).waitFor()
  const breadcrumb = page.getByRole('main').getByRole('link', { name: 'Calls', exact: true })
  expect(await breadcrumb.getAttribute('href')).toBe('/calls?status=failed')
  await breadcrumb.click()
  await isBackAt(page, place, 60)
  expect(page.url()).toBe(`${dashboard.url}/calls?status=failed`)

  await page.reload()
  await isBackAt(page, place, 60)
  expect(await page.getByLabel('Status').inputValue()).toBe('failed')

  await page.getByRole('link', { name: 'Calls', exact: true }).first().click()
  await page.waitForURL('**/calls')
  await isBackAt(page, 0, 30)
  expect(troubles).toEqual([])
  await close()
})

test('J and K step through the list with its filters, past its loaded end, and back leads to it', async () => {
  const { page, troubles, close } = await dashboard.open('/calls?status=failed')
  await rows(page).nth(28).getByRole('link').click()
  const isAt = (number: number) => page.waitForURL(`**/calls/${sid(number)}`)
  await isAt(56)
  const [previous, next] = [
    page.getByRole('button', { name: 'Previous call' }),
    page.getByRole('button', { name: 'Next call' }),
  ]
  await page.locator('button[aria-label="Next call"]:enabled').waitFor()
  await page.keyboard.press('j')
  await isAt(58)
  await page.locator('button[aria-label="Next call"]:enabled').waitFor()
  await next.click()
  await isAt(60)
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  await page.locator('button[aria-label="Previous call"]:enabled').waitFor()
  await page.keyboard.press('k')
  await isAt(58)
  await page.locator('button[aria-label="Previous call"]:enabled').waitFor()
  await previous.click()
  await isAt(56)
  await page.goBack()
  await page.waitForURL('**/calls?status=failed')
  await rows(page).first().getByRole('link').click()
  await isAt(0)
  await page.locator('button[aria-label="Next call"]:enabled').waitFor()
  expect(await previous.isDisabled()).toBe(true)
  expect(troubles).toEqual([])
  await close()
})

test('letters that are typed, or turned off, are no steps', async () => {
  const { page, close } = await dashboard.open(`/calls/${sid(4)}`)
  await page.locator('button[aria-label="Next call"]:enabled').waitFor()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Single keys' }).click()
  await page.keyboard.press('j')
  expect(new URL(page.url()).pathname).toBe(`/calls/${sid(4)}`)
  await page.reload()
  await page.locator('button[aria-label="Next call"]:enabled').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Single keys' }).click()
  expect(new URL(page.url()).pathname).toBe(`/calls/${sid(4)}`)
  await page.keyboard.press('j')
  await page.waitForURL(`**/calls/${sid(5)}`)
  await close()
})

test('on a narrow screen the calls are cards with the same words', async () => {
  const { page, close } = await dashboard.open('/calls', { width: 380 })
  const card = page
    .getByRole('list', { name: /^Calls/ })
    .getByRole('listitem')
    .first()
  await card.waitFor()
  expect(await card.innerText()).toMatch(/\+1 202 555 0199\s+Model failed\s+Reception\s+Length/)
  await close()
})

test('an id that nobody knows is asked for a few times, and then no more', async () => {
  const { page, close } = await dashboard.open('/favicon.svg')
  const asked: WebSocket[] = []
  page.on('websocket', (socket) => {
    if (socket.url().endsWith('/live')) asked.push(socket)
  })
  await page.clock.install()
  await page.goto('/calls/CAunknown')
  await page.getByText('This call is not known here').waitFor()
  await eventually('four tries that failed', () => asked.filter((socket) => socket.isClosed())[3])
  for (let minute = 0; minute < 20; minute++) await page.clock.runFor(60_000)
  expect(asked).toHaveLength(4)
  await close()
})
