import { afterAll, beforeAll, expect } from 'vitest'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'

let dashboard: Dashboard
beforeAll(async () => {
  // An empty installation takes a few hundred kilobytes.
  dashboard = await startDashboard({ vars: { DATA_LIMIT_GB: '0.0001' } })
})
afterAll(() => dashboard.close())

test('the settings tell how full the stored data are, and that there is little room', async () => {
  const { page, troubles, close } = await dashboard.open('/settings')
  const card = page.getByRole('region', { name: 'Stored data' })
  await card.getByText('0 calls').waitFor()
  expect(await card.textContent()).toMatch(/\d+ kB of 100 kB, \d+ %/)
  await page.getByText(/^The stored data take \d+ % of their 0\.0001 GB\./).waitFor()
  await inspect(page, 'settings-full')
  expect(troubles).toEqual([])
  await close()
})
