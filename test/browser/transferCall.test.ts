/** An operator puts a caller through from the page of a call that runs, and sees it happen. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { hearOut } from '../worker/harness.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'
import { toast } from './toast.ts'

const DESK = '+12125557001'
const PREMIUM = '+19005550177'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({
    phone: { secondMs: 100, callsPerSecond: 50 },
    pricing: { price: '-0.0140', afterRequests: 0 },
  })
})
afterAll(() => dashboard.close())

/** The page of a call that runs; its agent knows one person. */
async function running() {
  const { harness } = dashboard
  const target = { kind: 'phone' as const, phoneNumber: DESK }
  const tools = { destinations: [{ name: 'desk', label: 'Front desk', target }] }
  const call = harness.placeCall(await harness.newNumber({}, [], { tools }))
  await hearOut(call)
  return { call, ...(await dashboard.open(`/calls/${call.callSid}`)) }
}

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Transfer' }).click()
  return page.getByRole('dialog', { name: 'Transfer this call' })
}

test('the person accepts, the two talk, and the page says so until all of it is over', async () => {
  const { harness } = dashboard
  harness.twilio.persons.set(DESK, { does: 'accept', pickUpMs: 1_500 })
  const { call, page, troubles, close } = await running()
  const dialog = await openDialog(page)
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  await toast(page, 'Front desk is called.').waitFor()
  const status = page.getByRole('status')
  await status.filter({ hasText: 'With Front desk' }).waitFor()
  const lines = page.getByRole('listitem')
  for (const line of ['Calling', 'Ringing at', 'Moving the caller to', 'The caller talks to']) {
    await lines.filter({ hasText: `${line} Front desk` }).waitFor()
  }
  expect(await page.getByRole('button', { name: 'Transfer' }).isDisabled()).toBe(true)
  await inspect(page, 'call-transfer-with')
  const leg = harness.twilio.outgoing.find(({ to }) => to === DESK)
  leg?.hangUp()
  await call.ended
  const attempt = page.getByRole('list', { name: 'Transfers' }).getByRole('listitem')
  await attempt.filter({ hasText: 'Put through' }).waitFor()
  await attempt.filter({ hasText: '$0.014' }).waitFor()
  await page.getByRole('row', { name: /Line to Front desk .*\$0\.014/ }).waitFor()
  await inspect(page, 'call-transfer-over')
  expect(troubles).toEqual([])
  await close()
})

test('a number that costs far more than others is rung when the operator says so again', async () => {
  const { harness } = dashboard
  harness.twilio.persons.set(PREMIUM, { does: 'busy' })
  const { call, page, close } = await running()
  const dialog = await openDialog(page)
  await dialog.getByLabel('To').selectOption({ label: 'Another number' })
  await dialog.getByLabel('Phone number').fill(PREMIUM)
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  const question = page.getByRole('dialog', { name: 'Calls to this number are expensive' })
  await question.getByText('is a premium-rate number').waitFor()
  await inspect(page, 'call-transfer-expensive')
  await question.getByRole('button', { name: 'Change the number' }).click()
  expect(harness.twilio.outgoing.some(({ to }) => to === PREMIUM)).toBe(false)
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  await question.getByRole('button', { name: 'Use this number' }).click()
  await toast(page, '+1 900 555 0177 is called.').waitFor()
  await dialog.waitFor({ state: 'detached' })
  const attempt = page.getByRole('list', { name: 'Transfers' }).getByRole('listitem')
  await attempt.filter({ hasText: 'Busy' }).waitFor()
  call.hangUp()
  await call.ended
  await close()
})
