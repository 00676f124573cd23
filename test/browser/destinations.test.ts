/** Persons whom an agent can put callers through to, as an operator sets and compares them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, `Saved as version ${version}`).waitFor()
}

async function openTools(page: Page, name: string): Promise<void> {
  await createAgent(page, { name, prompt: 'You answer.', greeting: 'Hello.' })
  await page.getByRole('link', { name: 'Tools', exact: true }).click()
  await page.getByRole('heading', { name: 'People' }).waitFor()
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

test('a person is added with number, extension and hours, and is there after a reload', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await openTools(page, 'Reception')
  await page.getByRole('button', { name: 'Add person' }).click()
  await field(page, 'Name').fill('desk')
  await field(page, 'Shown as (optional)').fill('Front desk')
  await field(page, 'Phone number').fill('(202) 555-0170')
  await page.getByText('Did you mean +1 202 555 0170?').waitFor()
  await page.getByRole('button', { name: 'Use this number' }).click()
  await field(page, 'Extension (optional)').fill('extension 2')
  await page.getByText('Use digits, *, # and w (half a second’s pause), at most 32.').waitFor()
  await field(page, 'Extension (optional)').fill('ww204')
  await page.getByRole('radio', { name: 'Cold' }).click()
  await page.getByText('The person presses 1, as there is an extension').waitFor()
  await field(page, 'When (optional)').fill('The caller asks for a person.')
  await field(page, 'Ring time').fill('3')
  await page.getByText('Enter a whole number from 5 to 120 s.').waitFor()
  await field(page, 'Ring time').fill('30')
  await field(page, 'While it rings').selectOption({ label: 'The agent talks on' })
  await field(page, 'Afterwards').selectOption({ label: 'Back to the agent' })

  await page.getByRole('switch', { name: 'Opening hours' }).click()
  await field(page, 'Time zone').fill('Mars/Olympus')
  await page.getByText('Write a time zone, like Europe/Berlin.').waitFor()
  await field(page, 'Time zone').fill('Europe/Berlin')
  await field(page, 'Monday from').fill('8')
  await field(page, 'Monday to').fill('7:30')
  await field(page, 'Tuesday from').focus()
  expect(await field(page, 'Monday from').inputValue()).toBe('08:00')
  await page.getByText('This is not after the beginning.').waitFor()
  await field(page, 'Monday to').fill('noon')
  await page.getByText('Write a time from 00:00 to 24:00.').waitFor()
  await inspect(page, 'destination-wrong')
  await field(page, 'Monday to').fill('12')
  await page.getByRole('button', { name: 'Add hours on Monday' }).click()
  expect(await field(page, 'Monday 2 from').inputValue()).toBe('13:00')
  await field(page, 'Monday 2 to').fill('1730')
  await page.getByRole('button', { name: 'Copy Monday to weekdays' }).click()
  expect(await field(page, 'Friday 2 to').inputValue()).toBe('17:30')
  await page.getByRole('button', { name: 'Remove hours: Wednesday 2' }).click()
  await page.getByRole('button', { name: 'Add hours on Saturday' }).click()
  await inspect(page, 'destination')
  await save(page, 2)

  await page.reload()
  await page.getByText('Front desk', { exact: true }).click()
  expect(await field(page, 'Phone number').inputValue()).toBe('+12025550170')
  expect(await field(page, 'Extension (optional)').inputValue()).toBe('ww204')
  expect(await field(page, 'Tuesday 2 to').inputValue()).toBe('17:30')
  expect(await field(page, 'Wednesday to').inputValue()).toBe('12:00')
  expect(await page.getByRole('group', { name: 'Sunday' }).textContent()).toContain('Closed')
  await page.getByRole('link', { name: 'Versions' }).click()
  const version = page.getByRole('listitem').filter({ hasText: 'Version 2' })
  await version
    .getByText(
      'desk (Front desk), +12025550170, then ww204, “The caller asks for a person.”, Mon–Tue 08:00–12:00 and 13:00–17:30, Wed 08:00–12:00, Thu–Fri 08:00–12:00 and 13:00–17:30, Sat 09:00–17:00 (Europe/Berlin), cold, rings 30 s, talks meanwhile, back to the agent afterwards',
    )
    .waitFor()
  expect(troubles).toEqual([])
  await close()
})

test('what is wrong with a person stands at its field, and nothing is lost', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await openTools(page, 'Sales')
  await page.getByRole('button', { name: 'Add person' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Give it a name.').waitFor()
  await page.getByText('Write the number in E.164 form').waitFor()
  await field(page, 'Name').fill('desk')
  await field(page, 'Reached by').selectOption({ label: 'SIP' })
  await field(page, 'SIP address').fill('desk@example.com')
  await page.getByText('Write a SIP address, like sip:desk@example.com.').waitFor()
  await field(page, 'SIP address').fill('sip:desk@example.com')

  await page.getByRole('button', { name: 'Add person' }).click()
  const second = (label: string) => field(page, label).last()
  await second('Name').fill('desk')
  await page.getByText('That name is taken.').waitFor()
  await second('Name').fill('ship')
  await second('Phone number').fill('+881612345678')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('+881612345678 is a satellite number').waitFor()
  await dialog.getByRole('button', { name: 'Use this number' }).click()
  await toast(page, 'Saved as version 2').waitFor()

  await page.getByRole('button', { name: 'Remove person ship' }).click()
  await save(page, 3)
  await page.reload()
  await page.getByText('sip:desk@example.com, warm').waitFor()
  expect(await page.getByText('+881').count()).toBe(0)
  expect(troubles).toEqual([expect.stringContaining('unconfirmed')])
  await close()
})

test('where Twilio’s credentials are missing, the form says so', async () => {
  const { page, close } = await dashboard.open('/agents')
  await openTools(page, 'Support')
  const missing = page.getByText('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are set')
  expect(await missing.count()).toBe(0)
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const session: object = await answer.json()
    await route.fulfill({ response: answer, json: { ...session, ringsPersons: false } })
  })
  await page.reload()
  await missing.waitFor()
  await close()
})
