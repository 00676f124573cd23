/** Changes that are not lost, and dialogs that know where one was. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { hearOut } from '../worker/harness.ts'
import { addNumber, createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

const nameField = (page: Page) => page.getByLabel('Name', { exact: true })

/** What has the focus: its label, or else its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    const labels = element instanceof HTMLInputElement && element.labels?.[0]?.textContent
    return labels || element?.getAttribute('aria-label') || element?.textContent || 'nothing'
  })
}

/** Escape is listened for only once the library has placed the dialog above all else, after its focus. */
async function escape(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const dialog = document.querySelector<HTMLElement>('[role=dialog]')
    return dialog?.style.pointerEvents === 'auto'
  })
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  )
  await page.keyboard.press('Escape')
}

/** Opens a dialog by keyboard and leaves it by Escape; where the focus began, and where it is then. */
async function throughDialog(
  page: Page,
  opener: string,
): Promise<{ began: string; after: string }> {
  await page.getByRole('button', { name: opener, exact: true }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'))
  const began = await focused(page)
  await escape(page)
  await dialog.waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement !== document.body)
  return { began, after: await focused(page) }
}

test('a dialog begins at its first field or at Cancel, and gives the focus back', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Focus', prompt: 'You answer.' })
  await addNumber(page, '+12025550160', 'Main line')
  const item = page.getByRole('listitem').filter({ hasText: '+1 202 555 0160' })
  await item.waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.textContent === 'Add Phone Number')

  const add = await throughDialog(page, 'Add Phone Number')
  expect(add).toEqual({ began: 'Phone number', after: 'Add Phone Number' })
  const remove = await throughDialog(page, 'Remove +12025550160')
  expect(remove).toEqual({ began: 'Cancel', after: 'Remove +12025550160' })
  await page.getByRole('link', { name: 'General' }).click()
  expect(await throughDialog(page, 'Remove agent…')).toEqual({
    began: 'Cancel',
    after: 'Remove agent…',
  })

  await nameField(page).fill('Focus, changed')
  await page.getByRole('link', { name: 'Settings' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  expect(await focused(page)).toBe('Stay here')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Settings')

  await page.getByRole('button', { name: /^Account of/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter')
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  await escape(page)
  await page.waitForFunction(() =>
    document.activeElement?.getAttribute('aria-label')?.startsWith('Account of'),
  )
  expect(troubles).toEqual([])
  await close()
})

test('who cancels a dialog finds it empty the next time', async () => {
  const { page, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Cancelled', prompt: 'You answer.' })
  await addNumber(page, '0202', 'Main line')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Write the number in E.164 form').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Add Phone Number' }).click()
  expect(await dialog.getByLabel('Phone number').inputValue()).toBe('')
  expect(await dialog.getByLabel('Description').inputValue()).toBe('')
  expect(await dialog.getByText('Write the number in E.164 form').count()).toBe(0)
  await close()
})

test('discarded changes can be had back, and the focus is never nowhere', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await createAgent(page, { name: 'Undone', prompt: 'You answer.' })
  await page.goto(`/agents/${agentId}/general`)
  await nameField(page).fill('Typed for an hour')
  await page.getByRole('button', { name: 'Discard' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  expect(await nameField(page).inputValue()).toBe('Undone')
  await toast(page, 'discarded').getByRole('button', { name: 'Undo' }).click()
  expect(await nameField(page).inputValue()).toBe('Typed for an hour')

  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await toast(page, 'discarded').getByRole('button', { name: 'Undo' }).click()
  await page.waitForURL(`**/agents/${agentId}/general`)
  expect(await nameField(page).inputValue()).toBe('Typed for an hour')
  expect(troubles).toEqual([])
  await close()
})

test('Ctrl+S saves, from any field, and creates an agent', async () => {
  const { page, troubles, close } = await dashboard.open('/agents/new')
  await nameField(page).fill('By key')
  await page.getByLabel('System prompt').fill('You answer.')
  await page.keyboard.press('Control+s')
  await page.getByRole('heading', { level: 1, name: 'By key' }).waitFor()
  await page.getByRole('link', { name: 'General' }).click()
  await page.getByLabel('System prompt').fill('You answer, and you are brief.')
  await page.keyboard.press('Control+s')
  await toast(page, 'Saved as version 2').waitFor()
  await page.keyboard.press('Control+s')
  await toast(page, 'Nothing has changed').waitFor()
  expect(troubles).toEqual([])
  await close()
})

test('the count of characters stays when there are too many, and nothing is cut off', async () => {
  const { page, close } = await dashboard.open('/agents/new')
  await nameField(page).fill('n'.repeat(81))
  await page.getByText('At most 80 characters.').waitFor()
  await page.getByText('81 characters', { exact: true }).waitFor()
  await page.getByLabel('System prompt').fill('p'.repeat(32_001))
  await page.getByText('At most 32,000 characters.').waitFor()
  await page.getByText('32,001 characters', { exact: true }).waitFor()
  await close()
})

test('oneself in another window is told from somebody else', async () => {
  const mine = await dashboard.open('/agents')
  const agentId = await createAgent(mine.page, { name: 'Windows', prompt: 'You answer.' })
  const general = `/agents/${agentId}/general`
  await mine.page.goto(general)
  await mine.page.getByLabel('System prompt').fill('You answer, and you are brief.')
  const again = await mine.page.context().newPage()
  await again.goto(general)
  await nameField(again).fill('Windows, by me')
  await again.keyboard.press('Control+s')
  await mine.page.getByText('You saved version 2 in another window meanwhile').waitFor()
  await mine.page.getByRole('button', { name: 'Compare' }).click()
  await mine.page.getByRole('dialog', { name: 'You saved version 2 in another window' }).waitFor()
  await mine.page.getByRole('button', { name: 'Put mine on top' }).click()

  const theirs = await dashboard.open(general)
  await nameField(theirs.page).fill('Windows, by another')
  await theirs.page.keyboard.press('Control+s')
  await mine.page.getByText('Somebody signed in as Operator saved version 3 meanwhile').waitFor()
  expect([...mine.troubles, ...theirs.troubles]).toEqual([])
  await Promise.all([mine.close(), theirs.close()])
})

test('a number moves to another agent, from either side, and rings there', async () => {
  const { harness } = dashboard
  const { page, troubles, close } = await dashboard.open('/agents')
  const number = await harness.newNumber()
  await createAgent(page, {
    name: 'Evening',
    prompt: `You answer ${number}.`,
    greeting: 'Good evening.',
  })
  await addNumber(page, number)
  await page.getByRole('dialog').getByText('already answered by Reception').waitFor()
  await page.getByRole('button', { name: 'Move it to Evening' }).click()
  const item = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /^Move / }) })
  await item.waitFor()
  const call = harness.placeCall(number)
  await hearOut(call)
  call.hangUp()
  const { call: kept } = await harness.storedCall(call.callSid)
  expect(kept).toMatchObject({ agentName: 'Evening', to: number })

  await item.getByRole('button', { name: `Move ${number}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Agent').selectOption('Reception')
  await dialog.getByRole('button', { name: 'Move number' }).click()
  await page.getByText('No number yet').waitFor()
  const second = harness.placeCall(number)
  await hearOut(second)
  second.hangUp()
  const { call: last } = await harness.storedCall(second.callSid)
  expect(last).toMatchObject({ agentName: 'Reception', to: number })
  // Convex's client reports the refusal itself.
  expect(troubles.filter((text) => !text.includes('is already answered by'))).toEqual([])
  await close()
})
