import type { Page } from 'playwright-core'

export interface NewAgent {
  name: string
  prompt: string
  /** The fixed words; without them the agent greets in its own. */
  greeting?: string
}

/** Creates an agent as an operator does; resolves on its Voice tab with the id. */
export async function createAgent(page: Page, agent: NewAgent): Promise<string> {
  await page.goto('/agents')
  await page.getByRole('link', { name: 'Create New Agent' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill(agent.name)
  await page.getByLabel('System prompt').fill(agent.prompt)
  if (agent.greeting) {
    await page.getByRole('radio', { name: 'Fixed words' }).click()
    await page.getByLabel('First words').fill(agent.greeting)
  }
  await page.getByRole('button', { name: 'Create agent' }).click()
  await page.waitForURL(/\/agents\/(?!new)[^/]+\/voice$/)
  await page.getByRole('heading', { level: 1, name: agent.name }).waitFor()
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** On an agent's Voice tab: opens the dialog, fills it in and sends it off. */
export async function addNumber(page: Page, number: string, description = ''): Promise<void> {
  await page.getByRole('button', { name: 'Add Phone Number' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Phone number').fill(number)
  await dialog.getByLabel('Description').fill(description)
  await dialog.getByRole('button', { name: 'Add number' }).click()
}
