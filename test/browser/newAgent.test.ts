import { afterAll, beforeAll, expect } from 'vitest'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => {
  const vars = { SYSTEM_PROMPT: 'You sell shoes.', WELCOME_MESSAGE: 'Shoes, hello!' }
  dashboard = await startDashboard({ vars })
})
afterAll(() => dashboard.close())

test('the form of a new agent starts as the installation is set, and that is no edit', async () => {
  const { page, troubles, close } = await dashboard.open('/agents/new')
  expect(await page.getByLabel('System prompt').inputValue()).toBe('You sell shoes.')
  expect(await page.getByLabel('First words').inputValue()).toBe('Shoes, hello!')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor()
  expect(troubles).toEqual([])
  await close()
})
