import { afterAll, beforeAll, expect } from 'vitest'
import { addNumber, createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('an agent without a name, or with too long words, is not created and not lost', async () => {
  const { page, troubles, close } = await dashboard.open('/agents/new')
  const create = page.getByRole('button', { name: 'Create agent' })
  const name = page.getByLabel('Name', { exact: true })
  const greeting = page.getByLabel('First words')
  await page.getByLabel('System prompt').fill('You answer.')
  await page.getByRole('radio', { name: 'Fixed words' }).click()
  await greeting.fill('a'.repeat(1001))
  await page.getByText('At most 1,000 characters.').waitFor()
  await create.click()
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(new URL(page.url()).pathname).toBe('/agents/new')
  expect((await greeting.inputValue()).length).toBe(1001)

  await name.fill('Front desk')
  await greeting.fill('Hello.')
  expect(await name.getAttribute('aria-invalid')).toBeNull()
  await create.click()
  await page.getByRole('heading', { level: 1, name: 'Front desk' }).waitFor()
  expect(troubles).toEqual([])
  await close()
})

test('a limit that makes no sense opens its fold and says what is allowed', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Limits', prompt: 'You answer.' })
  await page.getByText('Advanced').click()
  const longest = page.getByLabel('Longest call')
  await longest.fill('7000')
  await page.getByText('Enter a whole number from 30 to 3480 s.').waitFor()
  await page.getByRole('link', { name: 'General' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Something under Voice needs your attention.' }).click()
  expect(await longest.inputValue()).toBe('7000')
  await longest.fill('600')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()
  expect(troubles).toEqual([])
  await close()
})

test('a number that is none, or another agent’s, is refused beside what was typed', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const taken = await dashboard.harness.newNumber()
  await createAgent(page, { name: 'Numbers', prompt: 'You answer.' })
  await addNumber(page, '0202 555 0147', 'Main line')
  const dialog = page.getByRole('dialog')
  const number = dialog.getByLabel('Phone number')
  await dialog.getByText('Write the number in E.164 form').waitFor()
  expect(await number.inputValue()).toBe('0202 555 0147')

  await number.fill('(202) 555-0147')
  await dialog.getByText('Did you mean +1 202 555 0147?').waitFor()
  await dialog.getByRole('button', { name: 'Use this number' }).click()
  expect(await number.inputValue()).toBe('+12025550147')
  expect(await number.evaluate((field) => field === document.activeElement)).toBe(true)

  await number.fill(taken)
  await dialog.getByRole('button', { name: 'Add number' }).click()
  await dialog.getByText(/already|taken|another agent/i).waitFor()
  expect(await number.inputValue()).toBe(taken)
  expect(await dialog.getByLabel('Description').inputValue()).toBe('Main line')

  await number.fill('+12025550147')
  await dialog.getByLabel('Description').fill('b'.repeat(201))
  await dialog.getByText('At most 200 characters.').waitFor()
  await dialog.getByLabel('Description').fill('Main line')
  await dialog.getByRole('button', { name: 'Add number' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('listitem').filter({ hasText: '+1 202 555 0147' }).waitFor()
  // Convex's client reports the refusal itself.
  expect(troubles.filter((text) => !text.includes('is already answered by'))).toEqual([])
  await close()
})
