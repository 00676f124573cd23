/** A dropped line, as operators see it: set for an agent, and told on the pages of both calls. */
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { endedCall, record } from './records.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('the calls of one conversation lead to each other', async () => {
  const [broken, again] = ['CAbroken', 'CAagain']
  const at = Date.now() - 60_000
  await record(dashboard.harness, [
    { call: endedCall(broken, at, { continuedBy: again }) },
    { call: endedCall(again, at + 30_000, { continues: broken }) },
  ])
  const { page, troubles, close } = await dashboard.open(`/calls/${broken}`)
  await page.getByRole('link', { name: 'the caller’s next call' }).click()
  await page.waitForURL(`**/calls/${again}`)
  await page.getByRole('link', { name: 'the call whose line broke' }).click()
  await page.waitForURL(`**/calls/${broken}`)
  expect(troubles).toEqual([])
  await close()
})

test('an agent is set to take up dropped lines, within an hour at most', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Dropped', prompt: 'You answer.' })
  await page.getByText('Advanced').click()
  const minutes = page.getByLabel('Dropped line')
  await minutes.fill('61')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Enter a whole number from 0 to 60 min.').waitFor()
  await minutes.fill('10')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()
  await page.reload()
  await page.getByText('Advanced').click()
  expect(await page.getByLabel('Dropped line').inputValue()).toBe('10')
  expect(troubles).toEqual([])
  await close()
})
