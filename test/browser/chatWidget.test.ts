/** The chat on somebody else's page. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { axeViolations } from './audit.ts'
import { ChatServer } from './chatServer.ts'
import { test } from './chromium.ts'
import {
  type ForeignWindow,
  HOSTILE_CSS,
  launch,
  openWindow,
  type Site,
  type SiteOptions,
  startSite,
  strictPolicy,
} from './foreignPage.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))

let browser: Browser
let server: ChatServer
let site: Site
let opened: ForeignWindow[] = []
beforeAll(async () => {
  browser = await launch()
  mkdirSync(SCREENSHOTS, { recursive: true })
})
afterAll(() => browser.close())
beforeEach(async () => {
  server = await ChatServer.start()
  site = await startSite()
  server.allowed = [site.url]
})
afterEach(async () => {
  for (const window of opened) await window.close()
  opened = []
  await site.close()
  await server.close()
})

const embed = (attributes = ''): string =>
  `<script async src="${server.url}/chat/widget.js" data-agent="agent1" ${attributes}></script>`

async function visit(
  options: Partial<SiteOptions> = {},
  context: Parameters<typeof openWindow>[1] = {},
): Promise<ForeignWindow> {
  site.show({ html: embed(), ...options })
  const window = await openWindow(browser, context)
  opened.push(window)
  await window.page.goto(site.url)
  return window
}

const launcher = (page: Page): Locator => page.getByRole('button', { name: /^Chat with Cascade/ })
const input = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' })
const said = (page: Page): Locator => page.getByRole('log').getByRole('listitem')

const inLog = (page: Page, text: string): Locator => page.getByRole('log').getByText(text)

async function say(page: Page, text: string): Promise<void> {
  await input(page).fill(text)
  await input(page).press('Enter')
}

/** Until the log reads so. */
async function reads(page: Page, lines: string[]): Promise<void> {
  await expect
    .poll(() => said(page).locator('.body').allInnerTexts(), { timeout: 15_000 })
    .toEqual(lines)
}

const GREETING = 'Hello! What can I do for you?'

test('a visitor talks to the agent, with nothing asked for or kept before the first word', async () => {
  const { page, troubles } = await visit()
  await launcher(page).click()
  await reads(page, [GREETING])
  const keptBefore = await page.evaluate(() => [
    document.cookie,
    localStorage.length,
    sessionStorage.length,
  ])
  expect(keptBefore).toEqual(['', 0, 0])
  expect(server.log).toEqual(['GET about'])
  await say(page, 'Do you *repair* bells? <b>now</b>')
  await reads(page, [
    GREETING,
    'Do you *repair* bells? <b>now</b>',
    'You said: Do you repair bells? <b>now</b>',
  ])
  expect(await said(page).locator('em').innerText()).toBe('repair')
  expect(await said(page).locator('b').count()).toBe(0)
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])
  expect(troubles).toEqual([])
})

test('the host element gives no way in, and is there once however often it is embedded', async () => {
  const { page } = await visit({ html: embed() + embed() })
  await launcher(page).waitFor()
  const hosts = page.locator('[data-switchboard-chat]')
  expect(await hosts.count()).toBe(1)
  expect(await hosts.getAttribute('data-was-closed')).toBe('')
})

test('a page that takes it away ends it, and one that brings it back goes on', async () => {
  const { page, troubles } = await visit()
  await launcher(page).click()
  await say(page, 'Hello')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  expect(server.windows).toBe(1)
  await page.evaluate(() => document.body.replaceChildren())
  await expect.poll(() => server.windows).toBe(0)
  await page.evaluate((src) => {
    const script = document.createElement('script')
    script.src = src
    script.dataset['agent'] = 'agent1'
    document.head.appendChild(script)
  }, `${server.url}/chat/widget.js`)
  await launcher(page).click()
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  expect(server.windows).toBe(1)
  expect(troubles).toEqual([])
})

test('two agents have a button each on one page, and a conversation', async () => {
  const html = embed() + embed().replace('agent1', 'agent2')
  const { page } = await visit({ html })
  await expect.poll(() => launcher(page).count()).toBe(2)
  const [one, two] = await launcher(page).all()
  await one?.click()
  await say(page, 'Hello')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  await one?.click()
  await two?.click()
  await reads(page, [GREETING])
})

test('a page that was left and is shown again goes on with the key of its tab', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await say(page, 'Hello')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  // As another page of the site does meanwhile.
  await page.evaluate(() => {
    const name = 'switchboard-chat:agent1'
    const kept = sessionStorage.getItem(name) ?? ''
    sessionStorage.setItem(name, kept.replace('"s1"', '"of another page"'))
  })
  server.cut()
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await expect.poll(() => server.bodies.at(-1)).toContain('of another page')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
})

test('a connection that has died without a word is noticed, and one that lives is left alone', async () => {
  site.show({ html: embed() })
  const window = await openWindow(browser)
  opened.push(window)
  const { page } = window
  await page.clock.install()
  await page.goto(site.url)
  await launcher(page).click()
  await say(page, 'Hello')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  const resumes = () => server.log.filter((what) => what === 'POST resume').length
  await page.clock.runFor(31_000)
  await expect.poll(() => server.pings).toBe(1)
  // What comes after the answer has come after it.
  server.personSays('Still here?')
  await inLog(page, 'Still here?').waitFor()
  await page.clock.runFor(31_000)
  await expect.poll(() => server.pings).toBe(2)
  expect(resumes()).toBe(0)
  server.isDead = true
  await expect
    .poll(async () => {
      await page.clock.runFor(31_000)
      return resumes()
    })
    .toBeGreaterThan(0)
})

test('no style sheet of the page reaches it, and none of it reaches the page', async () => {
  const calm = await visit()
  const linkBefore = await styleOf(calm.page.getByRole('link', { name: 'A link' }))
  await launcher(calm.page).click()
  await say(calm.page, 'Hello')
  await reads(calm.page, [GREETING, 'Hello', 'You said: Hello'])
  const linkAfter = await styleOf(calm.page.getByRole('link', { name: 'A link' }))
  expect(linkAfter).toBe(linkBefore)
  const parts = ['.launcher', '.panel', '.log', '.message.agent .body', 'textarea', '.head h2']
  const calmStyles = await Promise.all(
    parts.map((part) => styleOf(calm.page.locator(part).first())),
  )

  await calm.page.evaluate(() => sessionStorage.clear())
  server.messages = []
  const hostile = await visit({ css: HOSTILE_CSS })
  await launcher(hostile.page).click()
  await say(hostile.page, 'Hello')
  await reads(hostile.page, [GREETING, 'Hello', 'You said: Hello'])
  const styles = await Promise.all(parts.map((part) => styleOf(hostile.page.locator(part).first())))
  expect(styles).toEqual(calmStyles)
  await hostile.page.screenshot({ path: `${SCREENSHOTS}chat-hostile.png` })
})

/** Everything that is computed of an element, but where exactly the page puts it. */
function styleOf(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const style = getComputedStyle(node)
    return [...style]
      .toSorted()
      .map((name) => `${name}: ${style.getPropertyValue(name)}`)
      .join('\n')
  })
}

test('it runs under a policy that allows the host’s scripts and connections alone', async () => {
  const { page, troubles } = await visit({ policy: strictPolicy(server.url) })
  await launcher(page).click()
  await say(page, 'Hello')
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  expect(await page.locator('.launcher').evaluate((node) => getComputedStyle(node).width)).toBe(
    '56px',
  )
  expect(troubles).toEqual([])
})

test('Turnstile is loaded when the first message is sent, and its token goes with it', async () => {
  server.about = { ...server.about, turnstileSiteKey: 'site-key' }
  site.show({ html: embed() })
  const window = await openWindow(browser)
  opened.push(window)
  const { page } = window
  const asked: string[] = []
  await page.route('https://challenges.cloudflare.com/**', (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/javascript', body: TURNSTILE })
  })
  await page.goto(site.url)
  await launcher(page).click()
  await reads(page, [GREETING])
  expect(asked).toEqual([])
  await say(page, 'Hello')
  await page.getByText('Are you a person?').click()
  await reads(page, [GREETING, 'Hello', 'You said: Hello'])
  expect(asked).toHaveLength(1)
  expect(server.bodies).toEqual(['{"turnstileToken":"token of site-key"}'])
  expect(await page.getByText('Are you a person?').count()).toBe(0)
})

/** As much of it as the chat uses; the visitor has to press something. */
const TURNSTILE = `window.turnstile = {
  render(place, { sitekey, callback }) {
    const button = document.createElement('button')
    button.textContent = 'Are you a person?'
    button.addEventListener('click', () => callback('token of ' + sitekey))
    place.append(button)
    return 'widget'
  },
  remove() {},
}`

test('an origin that is not allowed gets no button, and the console says why', async () => {
  server.allowed = []
  site.show({ html: embed() })
  const window = await openWindow(browser)
  opened.push(window)
  const warned = window.page.waitForEvent('console', (line) => line.type() === 'warning')
  await window.page.goto(site.url)
  expect((await warned).text()).toContain('Chat:')
  expect(await window.page.locator('[data-switchboard-chat]').count()).toBe(0)
})

test('what is said while the line is down arrives once, and answers are there whole', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await say(page, 'slow one')
  await inLog(page, 'You said:').waitFor()
  server.cut()
  server.finish('It is done.')
  await say(page, 'And the next')
  await reads(page, [GREETING, 'slow one', 'It is done.', 'And the next', 'You said: And the next'])
  server.cut()
  await say(page, 'A third')
  await inLog(page, 'You said: A third').waitFor()
  expect(server.messages.filter(({ role }) => role === 'visitor').map(({ text }) => text)).toEqual([
    'slow one',
    'And the next',
    'A third',
  ])
  expect(server.log.filter((line) => line === 'POST begin')).toHaveLength(1)
})

test('a reload goes on with the conversation, and tells what came meanwhile', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await say(page, 'slow one')
  await inLog(page, 'You said:').waitFor()
  await page.goto('about:blank')
  server.finish('While you were away.')
  await page.goto(site.url)
  const withNews = page.getByRole('button', { name: 'Chat with Cascade Cycles, 1 new messages' })
  await withNews.waitFor()
  expect(await page.locator('.badge').innerText()).toBe('1')
  await withNews.click()
  await reads(page, [GREETING, 'slow one', 'While you were away.'])
  await page.keyboard.press('Escape')
  expect(await launcher(page).getAttribute('aria-label')).toBe('Chat with Cascade Cycles')
})

test('an answer can be stopped, and written anew', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await say(page, 'slow one')
  await inLog(page, 'You said:').waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped.').waitFor()
  expect(await page.getByRole('button', { name: 'Stop' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await reads(page, [GREETING, 'slow one', 'Written anew.'])
  await expect.poll(() => isFocused(input(page))).toBe(true)
})

const isFocused = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => {
    const root = node.getRootNode()
    return root instanceof ShadowRoot && root.activeElement === node
  })

test('a person is announced and answers by name, and the end offers a new beginning', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await say(page, 'Hello')
  await inLog(page, 'You said: Hello').waitFor()
  server.setStatus('handed_over')
  await page.getByText('A person will answer here.').waitFor()
  server.personSays('This is **Pat**.')
  await inLog(page, 'This is Pat.').waitFor()
  expect(await page.locator('.message.person .author').innerText()).toBe('Pat')
  await page.getByRole('button', { name: 'End conversation' }).click()
  await page.getByText('This conversation has ended.').waitFor()
  expect(await input(page).isVisible()).toBe(false)
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  server.status = 'open'
  server.messages = []
  await page.getByRole('button', { name: 'New conversation' }).click()
  await reads(page, [GREETING])
  await say(page, 'Again')
  await inLog(page, 'You said: Again').waitFor()
})

test('limits are told as sentences, and nothing that was written is lost', async () => {
  const { page } = await visit()
  await launcher(page).click()
  await input(page).fill('x'.repeat(3600))
  await page.getByText('400 characters left').waitFor()
  await input(page).fill('x'.repeat(4003))
  await page.getByText('3 characters too many').waitFor()
  await input(page).press('Enter')
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  expect(await input(page).inputValue()).toHaveLength(4003)
  expect(await input(page).getAttribute('aria-invalid')).toBe('true')

  server.refusal = { status: 429, error: 'There are too many conversations today.' }
  await say(page, 'Hello')
  await page.getByText('There are too many conversations today.').waitFor()
  await page.getByText('Not sent.').waitFor()
  server.refusal = null
  await page.getByRole('button', { name: 'Try again' }).click()
  await inLog(page, 'You said: Hello').waitFor()

  await say(page, 'too fast')
  await page.getByText('One message at a time, please.').waitFor()
  await say(page, 'x'.repeat(3900))
  await inLog(page, `You said: ${'x'.repeat(3900)}`).waitFor()
})

test('everything is done by keyboard, and the page’s shortcuts stay out of it', async () => {
  const { page } = await visit()
  await launcher(page).waitFor()
  await page.evaluate(() => {
    document.addEventListener('keydown', ({ key }) => (document.title += key))
  })
  await page.getByRole('link', { name: 'A link' }).focus()
  await page.keyboard.press('Tab')
  expect(await isFocused(launcher(page))).toBe(true)
  await page.keyboard.press('Enter')
  expect(await isFocused(input(page))).toBe(true)
  const title = await page.title()
  await page.keyboard.type('One')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Enter')
  await reads(page, [GREETING, 'One\ntwo', 'You said: One\ntwo'])
  expect(await page.title()).toBe(title)
  expect(await isFocused(input(page))).toBe(true)
  expect(await page.locator('[aria-live=polite].sr').innerText()).toContain('You said: One')
  await page.keyboard.press('Escape')
  expect(await isFocused(launcher(page))).toBe(true)
  expect(await page.getByRole('dialog').count()).toBe(0)

  await page.setViewportSize({ width: 380, height: 700 })
  await page.keyboard.press('Enter')
  expect(await page.getByRole('dialog').getAttribute('aria-modal')).toBe('true')
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press(presses < 6 ? 'Tab' : 'Shift+Tab')
    expect(
      await page.evaluate(() => document.activeElement?.hasAttribute('data-switchboard-chat')),
    ).toBe(true)
  }
})

test('it speaks the language that is asked for, else the agent’s, from the right where that is written so', async () => {
  server.about = { ...server.about, locale: 'ar-SA' }
  const arabic = await visit()
  await arabic.page.getByRole('button', { name: 'محادثة مع Cascade Cycles' }).click()
  expect(await arabic.page.locator('.chat').getAttribute('dir')).toBe('rtl')
  await arabic.page.screenshot({ path: `${SCREENSHOTS}chat-arabic.png` })
  const german = await visit({ html: embed('data-locale="de-DE" data-position="left"') })
  await german.page.getByRole('button', { name: 'Chat mit Cascade Cycles' }).click()
  await german.page.getByRole('textbox', { name: 'Nachricht' }).waitFor()
  const box = await german.page.locator('.launcher').boundingBox()
  expect(box?.x).toBe(20)
})

test.each([
  { name: 'light', width: 1000, context: { colorScheme: 'light' } },
  { name: 'dark', width: 1000, context: { colorScheme: 'dark' } },
  { name: 'phone', width: 380, context: { colorScheme: 'light' } },
  { name: 'phone-dark', width: 380, context: { colorScheme: 'dark' } },
] as const)('the panel is well formed: $name', async ({ name, width, context }) => {
  const { page } = await visit({}, { ...context, viewport: { width, height: 760 } })
  await launcher(page).click()
  await say(
    page,
    'What do you have?\n- bells\n- **locks**\n\n1. see https://example.com/bells\n2. `code`\n\n```\nconst a = 1\n```',
  )
  await page.getByText('Try again').waitFor()
  server.setStatus('handed_over')
  server.personSays('I am here, too.')
  await inLog(page, 'I am here, too.').waitFor()
  await page.screenshot({ path: `${SCREENSHOTS}chat-${name}.png` })
  expect(await axeViolations(page)).toEqual([])
})

test('the theme of the script wins over the browser’s', async () => {
  const { page } = await visit({ html: embed('data-theme="dark"') }, { colorScheme: 'light' })
  await launcher(page).click()
  const background = await page
    .locator('.chat')
    .evaluate((node) => getComputedStyle(node).backgroundColor)
  expect(background).toBe('rgb(29, 33, 34)')
})

test.each(['light', 'dark'] as const)(
  'the page of its own is the same chat: %s',
  async (colorScheme) => {
    const window = await openWindow(browser, { colorScheme })
    opened.push(window)
    const { page, troubles } = window
    await page.goto(`${server.url}/chat/agent1`)
    expect(await isFocused(input(page))).toBe(true)
    await say(page, 'Hello')
    await reads(page, [GREETING, 'Hello', 'You said: Hello'])
    expect(await page.title()).toBe('Cascade Cycles')
    await page.screenshot({ path: `${SCREENSHOTS}chat-page-${colorScheme}.png` })
    expect(await axeViolations(page)).toEqual([])
    expect(troubles).toEqual([])
  },
)
