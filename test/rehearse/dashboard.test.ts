/** Windows stay open over a deploy: the dashboard of one release asks the Worker of the other. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { CHROMIUM, chromiumArguments } from '../browser/chromium.ts'
import { ask, hearOut } from '../worker/harness.ts'
import { test } from './rehearsal.ts'
import { hasLastRelease, lastRelease, thisRelease } from './releases.ts'
import { onRig, type Rig } from './Rig.ts'

let chrome: Browser
beforeAll(async () => {
  if (!hasLastRelease() || !CHROMIUM) return
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: chromiumArguments() })
})
afterAll(() => chrome?.close())

/** Opens every page while a call goes on, and follows the call to its end. */
async function lookAround(rig: Rig): Promise<void> {
  const operator = await rig.signIn()
  const number = await rig.newNumber(operator, [{ say: 'We open at nine.' }])
  const context = await chrome.newContext({ baseURL: rig.url })
  const [name = '', value = ''] = (operator.cookie ?? '').split(/=(.*)/s)
  await context.addCookies([{ name, value, url: rig.url }])
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (line) => line.type() === 'error' && void troubles.push(line.text()))
  page.on('pageerror', (error) => void troubles.push(String(error)))

  const call = rig.twilio.placeCall({ to: number })
  await hearOut(call)
  await page.goto('/')
  for (const title of ['Overview', 'Agents', 'Settings', 'Calls']) await open(page, title)
  await page.getByRole('row', { name: /\+1/ }).first().getByRole('link').first().click()
  await page.getByRole('listitem').getByText('Hello.').waitFor()
  await ask(call, 'When do you open?')
  await page.getByRole('listitem').getByText('We open at nine.').waitFor()
  await page.getByRole('button', { name: 'End call' }).click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button')
    .last()
    .click()
  await call.ended
  await page.getByText('An operator ended the call.').waitFor()

  expect(troubles).toEqual([])
  await context.close()
}

async function open(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: title, exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

const inChromium = CHROMIUM ? test : test.skip

inChromium('the dashboard of the last release on this Worker', () =>
  onRig({ entry: thisRelease(), dashboard: lastRelease() }, lookAround),
)

inChromium('the dashboard of this release on the Worker of the last one', () =>
  onRig({ entry: lastRelease(), dashboard: thisRelease() }, lookAround),
)
