/** Every state and every bar is there with the system's colours, and on paper. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { settled } from './audit.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { endedCall, record, turnOf } from './records.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
  const well = endedCall('CAwell', Date.now() - 60_000)
  const failed = endedCall('CAfailed', Date.now() - 90_000, {
    status: 'failed',
    endReason: 'model_failed',
  })
  const turns = [0, 1, 2].map((number) => turnOf(well, number))
  await record(dashboard.harness, [{ call: well, turns }, { call: failed }])
})
afterAll(() => dashboard.close())

/** What fills an element: a colour, or a pattern. */
const fillOf = (element: Locator) =>
  element.evaluate((node) => {
    const { backgroundColor, backgroundImage } = getComputedStyle(node)
    return backgroundImage === 'none' ? backgroundColor : backgroundImage
  })

/** What the system fills a page with, when it forces its colours. */
const canvasOf = (page: Page) => fillOf(page.locator('body'))

async function openForced(path: string) {
  const window = await dashboard.open(path)
  await settled(window.page)
  await window.page.emulateMedia({ forcedColors: 'active' })
  return window
}

test('with forced colours the bars of a chart differ from the page and from each other', async () => {
  const { page, close } = await openForced('/')
  const today = page.locator('figure').first().locator('.mark')
  const [well, failed] = [await fillOf(today.first()), await fillOf(today.last())]
  const canvas = await canvasOf(page)
  expect(new Set([well, failed, canvas]).size).toBe(3)
  const meters = page.locator('dl .mark')
  expect(await meters.count()).toBeGreaterThan(5)
  for (const meter of await meters.all()) expect(await fillOf(meter)).not.toBe(canvas)
  await close()
})

test('with forced colours each part of a wait has its pattern, as the legend has', async () => {
  const { page, close } = await openForced('/calls/CAwell')
  const parts = await page.locator('summary .mark').all()
  const legend = await page.locator('p .mark').all()
  const shown = await Promise.all(parts.map(fillOf))
  expect(new Set(shown).size).toBe(4)
  expect(await Promise.all(legend.map(fillOf))).toEqual(shown)
  await close()
})

test('with forced colours it is seen where one is, and what is chosen and on', async () => {
  const { page, close } = await openForced('/')
  const differ = async (one: Locator, other: Locator) =>
    expect(await fillOf(one)).not.toBe(await fillOf(other))
  const nav = page.getByRole('navigation', { name: 'Main' }).first()
  await differ(
    nav.getByRole('link', { name: 'Overview' }),
    nav.getByRole('link', { name: 'Calls' }),
  )
  await differ(
    page.getByRole('button', { name: '7 days', pressed: true }),
    page.getByRole('button', { name: 'Today', pressed: false }),
  )
  await createAgent(page, { name: 'Seen', prompt: 'You answer.', greeting: 'Hello.' })
  const tabs = page.getByRole('navigation', { name: 'Parts of the agent' })
  await differ(tabs.getByRole('link', { name: 'Voice' }), tabs.getByRole('link', { name: 'Test' }))
  const bargeIn = page.getByRole('switch', { name: 'Barge-in' })
  const on = await fillOf(bargeIn)
  const dot = page.getByRole('radio', { checked: true }).first().locator('span')
  await differ(dot, page.locator('body'))
  await bargeIn.click()
  await page.getByRole('switch', { name: 'Barge-in', checked: false }).waitFor()
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
  expect(await fillOf(bargeIn)).not.toBe(on)
  await close()
})

test('on paper the bars are printed, on white, without the navigation', async () => {
  const { page, close } = await dashboard.open('/', { theme: 'dark' })
  await settled(page)
  const dark = await canvasOf(page)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await canvasOf(page)).not.toBe(dark)
  expect(await page.getByRole('navigation', { name: 'Main' }).first().isVisible()).toBe(false)
  const adjusts = await page
    .locator('.mark')
    .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).printColorAdjust))
  expect(adjusts.length).toBeGreaterThan(5)
  expect(new Set(adjusts)).toEqual(new Set(['exact']))
  await close()
})
