import { afterAll, beforeAll, expect } from 'vitest'
import { newSignInToken } from '../local/signInLink.ts'
import { test } from './chromium.ts'
import { type Dashboard, PASSWORD, startDashboard } from './dashboard.ts'

const TOKEN = newSignInToken()

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({ vars: { SIGN_IN_TOKEN: TOKEN } })
})
afterAll(() => dashboard.close())

/** Chromium reports each refused request, of which signing in is made. */
const unexpected = (troubles: string[]) =>
  troubles.filter((text) => !text.includes('status of 401'))

test('a password signs in, a wrong one says so, and the page that was asked for comes next', async () => {
  const { page, troubles, close } = await dashboard.open('/calls?status=failed', {
    signedIn: false,
  })
  const password = page.getByLabel('Password')
  const signIn = page.getByRole('button', { name: 'Sign in' })
  await signIn.click()
  await page.getByText('Type the password.').waitFor()
  await password.fill('a wrong one')
  await signIn.click()
  await page.getByText(/wrong/i).waitFor()
  expect(await password.inputValue()).toBe('a wrong one')
  await password.fill(PASSWORD)
  await signIn.click()
  await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  expect(page.url()).toBe(`${dashboard.url}/calls?status=failed`)

  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  const cookies = await page.context().cookies()
  expect(cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([[true, 'Lax']])
  expect(unexpected(troubles)).toEqual([])
  await close()
})

test('who signs out sees nothing any more', async () => {
  const { page, troubles, close } = await dashboard.open('/sign-in', { signedIn: false })
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Switchboard' }).waitFor()
  expect(await page.context().cookies()).toEqual([])
  await page.goto('/settings')
  await page.waitForURL('**/sign-in?*')
  expect(unexpected(troubles)).toEqual([])
  await close()
})

test('a link signs in once, and leads to the page that was asked for in another tab', async () => {
  const first = await dashboard.open('/calls?status=failed', { signedIn: false })
  await first.page.getByRole('heading', { name: 'On this machine' }).waitFor()
  const linked = await first.page.context().newPage()
  await linked.goto(`/auth/link?token=${TOKEN}`)
  await linked.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  expect(linked.url()).toBe(`${dashboard.url}/calls?status=failed`)
  // The tab that asked goes on by itself when one comes back to it.
  await first.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await first.page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor()
  expect(first.page.url()).toBe(`${dashboard.url}/calls?status=failed`)
  expect(unexpected(first.troubles)).toEqual([])
  await first.close()

  const second = await dashboard.open(`/auth/link?token=${TOKEN}`, { signedIn: false })
  await second.page.getByText('This sign-in link was used already').waitFor()
  expect(unexpected(second.troubles)).toEqual([])
  await second.close()
})
