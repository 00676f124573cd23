import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

const NOTICE = 'A new version of the dashboard is ready.'
/** In the server's page: a file that the open page did not name. */
const NEW_FILE = '<meta name="deployed" content="/assets/deployed.js">'

const isRoot = ({ pathname }: URL): boolean => pathname === '/'

/**
 * From now on the server has another build, as the open page sees it when it asks. What it loads then is the
 * server's own page: Chromium keeps a page that was made up for it from the sockets of this machine.
 */
async function deploy(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-old', ''))
  let isOld = true
  page.once('framenavigated', () => {
    isOld = false
  })
  // To take the route away while a page loads would leave requests of its unanswered.
  await page.route(isRoot, async (route) => {
    if (!isOld) return route.continue()
    const response = await route.fetch()
    const html = await response.text()
    return route.fulfill({
      contentType: 'text/html',
      body: html.replace('</head>', `${NEW_FILE}</head>`),
    })
  })
}

/** Resolves when the page is another one. */
function reloaded(page: Page): Promise<void> {
  return page.locator('html:not([data-old])').waitFor({ state: 'attached' })
}

test('an open page takes a new build by itself, where it is', async () => {
  const { page, troubles, close } = await dashboard.open('/calls?status=completed')
  await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  await deploy(page)
  await reloaded(page)
  await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  expect(new URL(page.url()).search).toBe('?status=completed')
  expect(await page.getByText(NOTICE).count()).toBe(0)
  expect(troubles).toEqual([])
  await close()
})

test('unsaved changes are kept: the page tells of the new build, and takes it once they are saved', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Unsaved', prompt: 'You answer.' })
  await page.getByRole('link', { name: 'General' }).click()
  const prompt = page.getByLabel('System prompt')
  await prompt.fill('You answer, and you are brief.')
  await deploy(page)
  await page.getByText(NOTICE).waitFor()
  await page.getByRole('button', { name: 'Load it now' }).waitFor()
  expect(await prompt.inputValue()).toBe('You answer, and you are brief.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()
  await reloaded(page)
  expect(await prompt.inputValue()).toBe('You answer, and you are brief.')
  expect(await page.getByText(NOTICE).count()).toBe(0)
  expect(troubles).toEqual([])
  await close()
})

test('what would be lost is asked about before the new build is taken by hand', async () => {
  const { page, close } = await dashboard.open('/agents/new')
  await page.getByLabel('Name', { exact: true }).fill('Half an agent')
  await deploy(page)
  const asked = page.waitForEvent('dialog')
  const load = page.getByRole('button', { name: 'Load it now' }).click()
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.accept()
  await load
  await reloaded(page)
  await close()
})

test('a test call goes on, and the new build is taken after it', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Talking', prompt: 'You sell bicycles.' })
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const status = page.getByRole('region', { name: 'Phone' }).getByRole('status')
  await status.filter({ hasText: 'Talking' }).waitFor()
  await deploy(page)
  await page.getByText(NOTICE).waitFor()
  expect(await status.innerText()).toContain('Talking')
  await page.getByRole('button', { name: 'Hang up' }).click()
  await reloaded(page)
  await page.getByRole('button', { name: 'Call', exact: true }).waitFor()
  expect(troubles).toEqual([])
  await close()
})
