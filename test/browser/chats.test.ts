/** Web chat from its settings to a person's answer, over the real Worker. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { axeViolations } from './audit.ts'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { type Site, startSite, strictPolicy } from './foreignPage.ts'
import { inspect } from './inspect.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
let site: Site
beforeAll(async () => {
  dashboard = await startDashboard({
    model: {
      brain: () => ({ say: 'We have **bells** and [locks](https://example.com/locks).' }),
      textPace: { firstTokenMs: 20, wholeMs: 200 },
    },
  })
  site = await startSite()
})
afterAll(async () => {
  await site.close()
  await dashboard.close()
})

const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const log = (page: Page) => page.getByRole('log')
const input = (page: Page) => page.getByRole('textbox', { name: 'Message' })

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, `Saved as version ${version}`).waitFor()
}

async function say(page: Page, text: string): Promise<void> {
  await input(page).fill(text)
  await input(page).press('Enter')
}

/** Makes an agent that chats, too, and may be embedded by the site. */
async function chattingAgent(page: Page, name: string): Promise<string> {
  const agentId = await createAgent(page, { name, prompt: 'You sell bicycles.' })
  await tab(page, 'General').click()
  await page.getByRole('switch', { name: 'Web chat' }).click()
  await tab(page, 'Chat').click()
  await page.getByLabel('Greeting').fill('Hello! What can I do for you?')
  await page.getByRole('switch', { name: 'A person can go on' }).click()
  await page.getByRole('button', { name: 'Add origin' }).click()
  await page.getByLabel('Origin 1', { exact: true }).fill(`${site.url}/shop?a=1`)
  await page.getByText('Write an origin, like https://www.example.com.').waitFor()
  await page.getByRole('button', { name: `Use ${site.url}` }).click()
  await save(page, 2)
  return agentId
}

test('an agent is put on a page, talks there, and a person goes on in the dashboard', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await chattingAgent(page, 'Cascade')
  const line = await page.getByText('<script async').innerText()
  expect(line).toBe(
    `<script async src="https://calls.example.com/chat/widget.js" data-agent="${agentId}"></script>`,
  )
  const html = line.replace('https://calls.example.com', dashboard.url)
  site.show({ html, policy: strictPolicy(dashboard.url) })
  const visitor = await dashboard.open('/health', { signedIn: false })
  await visitor.page.addInitScript(() => {
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      return attach.call(this, { ...init, mode: 'open' })
    }
  })
  await visitor.page.goto(site.url)
  await visitor.page.getByRole('button', { name: 'Chat with Cascade' }).click()
  const greeting = log(visitor.page).getByText('Hello! What can I do for you?')
  await greeting.waitFor()
  await say(visitor.page, 'What do you have?')
  await log(visitor.page).getByText('We have bells and locks.').waitFor()
  expect(await greeting.count()).toBe(1)
  await visitor.page.getByRole('button', { name: 'Try again' }).waitFor()

  await tab(page, 'Conversations').click()
  await page.getByRole('link', { name: 'What do you have?' }).click()
  await page.getByRole('heading', { level: 1, name: 'What do you have?' }).waitFor()
  await page.getByRole('listitem').getByText('We have **bells**').waitFor()
  await page.getByRole('button', { name: 'Take over' }).click()
  await page.getByLabel('Your answer').fill('This is Pat.\nHow many?')
  await visitor.page.getByText('A person will answer here.').waitFor()
  await page.getByRole('button', { name: 'Send' }).click()
  await log(visitor.page).getByText('This is Pat.').waitFor()
  await say(visitor.page, 'Two, please')
  await page.getByRole('listitem').getByText('Two, please').waitFor()

  await page.getByRole('button', { name: 'Hand back to the agent' }).click()
  await page.getByText('The agent answers.').waitFor()
  await say(visitor.page, 'And a lock?')
  await page.getByRole('listitem').getByText('And a lock?').waitFor()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End conversation' }).click()
  await visitor.page.getByText('This conversation has ended.').waitFor()
  await page.getByText('Operator ended it').waitFor()

  await page.goto('/conversations')
  await page.getByRole('link', { name: 'What do you have?' }).waitFor()
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Open')
  await page.getByText('No conversations match').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await page.getByRole('link', { name: 'What do you have?' }).click()
  await page.getByRole('button', { name: 'Delete conversation…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete conversation' }).click()
  await toast(page, 'The conversation is deleted.').waitFor()
  await page.getByText('No conversations yet').waitFor()
  expect(visitor.troubles).toEqual([])
  expect(troubles).toEqual([])
  await visitor.close()
  await close()
})

test('who wants a person waits at the top, and is counted beside the page', async () => {
  const { page, close } = await dashboard.open('/agents')
  const agentId = await chattingAgent(page, 'Asked')
  dashboard.harness.model.script([
    { tools: [{ name: 'hand_over_to_person', arguments: { reason: 'Wants somebody.' } }] },
  ])
  const visitor = await dashboard.open(`/chat/${agentId}`, { signedIn: false })
  await say(visitor.page, 'May I speak to somebody?')
  await visitor.page.getByText('A person will answer here.').waitFor()
  const waiting = page.getByRole('link', { name: 'Conversations 1 waits for a person' })
  await waiting.first().click()
  const row = page.getByRole('row').nth(1)
  await row.getByText('Waits for a person').waitFor()
  await row.getByRole('link').click()
  await page.getByLabel('Your answer').fill('Here I am.')
  await page.getByLabel('Your answer').press('Enter')
  await log(visitor.page).getByText('Here I am.').waitFor()
  await waiting.first().waitFor({ state: 'detached' })
  expect(visitor.troubles).toEqual([])
  await visitor.close()
  await close()
})

test('the pages of chat are well formed', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const agentId = await chattingAgent(page, 'Shown')
  await inspect(page, 'agent-chat')
  const visitor = await dashboard.open(`/chat/${agentId}`, { signedIn: false })
  await say(visitor.page, 'What do you have?')
  await visitor.page.getByRole('button', { name: 'Try again' }).waitFor()
  await page.goto(`/conversations?agent=${agentId}`)
  const link = page.getByRole('link', { name: 'What do you have?' })
  await link.waitFor()
  await inspect(page, 'chats')
  await link.click()
  await page.getByRole('button', { name: 'Take over' }).click()
  await page.getByLabel('Your answer').waitFor()
  await inspect(page, 'chat')
  expect(troubles).toEqual([])
  await visitor.close()
  await close()
})

test('an agent that only chats makes sense on every page, and is tried in its Test tab', async () => {
  const { page, troubles, close } = await dashboard.open('/agents/new')
  await page.getByLabel('Name', { exact: true }).fill('Writer')
  await page.getByLabel('System prompt').fill('You write.')
  await page.getByRole('switch', { name: 'Voice' }).click()
  await page.getByRole('button', { name: 'Create agent' }).click()
  await page.getByText('Choose at least one capability.').waitFor()
  await page.getByRole('switch', { name: 'Web chat' }).click()
  await page.getByLabel('Locale').selectOption('German (Germany)')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await page.waitForURL(/\/chat$/)
  await page.getByLabel('Locale').waitFor()

  await tab(page, 'Voice').click()
  await page.getByText('this agent takes no calls').waitFor()
  expect(await page.getByRole('button', { name: 'Add Phone Number' }).count()).toBe(0)
  await inspect(page, 'agent-without-voice')

  await tab(page, 'Test').click()
  expect(await page.getByRole('button', { name: 'Call', exact: true }).count()).toBe(0)
  const german = page.getByRole('textbox', { name: 'Nachricht' })
  await german.fill('Hallo')
  await german.press('Enter')
  await log(page).getByText('We have bells and locks.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await inspect(page, 'agent-test-chat')
  await page.getByRole('link', { name: 'See its record' }).click()
  await page.getByText('Our own page').waitFor()

  await page.goBack()
  await tab(page, 'General').click()
  await page.getByRole('switch', { name: 'Voice' }).click()
  await save(page, 2)
  await tab(page, 'Versions').click()
  await page.getByText('Capabilities').first().waitFor()
  await tab(page, 'Test').click()
  await page.getByRole('button', { name: 'Call', exact: true }).waitFor()
  await log(page).getByText('We have bells and locks.').waitFor()
  expect(troubles).toEqual([])
  await close()
})

test('the voice of a Realtime agent is heard in its form', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Voiced', prompt: 'You speak.' })
  await page.getByLabel('Voice', { exact: true }).selectOption('cedar')
  await page.getByRole('button', { name: 'Speak' }).click()
  await page.getByText(/^First sound after .* of speech\.$/).waitFor()
  expect(troubles).toEqual([])
  await close()
})
