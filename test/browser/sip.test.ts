/** Calls by OpenAI's SIP connector, as an operator sets them up. */
import { afterAll, beforeAll, expect } from 'vitest'
import { addNumber, createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'
import { toast } from './toast.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard({ vars: { OPENAI_WEBHOOK_SECRET: null } })
})
afterAll(() => dashboard.close())

test('OpenAI is told of this installation from Settings, once', async () => {
  const { page, troubles, close } = await dashboard.open('/settings')
  const { endpoints } = dashboard.harness.model.sip.webhooks
  const before = endpoints.length
  await page.getByText('Nobody has told OpenAI where calls are answered').waitFor()
  await page.getByText('sip:proj_test@sip.api.openai.com;transport=tls').waitFor()
  await inspect(page, 'openai-sip')
  await page.getByRole('button', { name: 'Connect OpenAI SIP' }).click()
  await page.getByText('OpenAI tells this installation of calls').waitFor()
  expect(await page.getByRole('button', { name: 'Connect OpenAI SIP' }).count()).toBe(0)
  expect(endpoints).toHaveLength(before + 1)
  expect(endpoints.at(-1)?.url).toBe('https://calls.example.com/openai/webhook')
  expect(await page.content()).not.toContain(endpoints.at(-1)?.secret)
  await inspect(page, 'openai-sip-connected')
  expect(troubles).toEqual([])
  await close()
})

test('an agent answers calls to no number of ours, and takes that over from another', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  const answers = page.getByRole('switch', { name: 'Answers SIP calls to no number of ours' })
  const turnOn = async (name: string): Promise<string> => {
    const agentId = await createAgent(page, { name, prompt: 'You answer.', greeting: 'Hello.' })
    await page.getByText('Advanced', { exact: true }).click()
    await answers.click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await toast(page, 'Saved as version 2').waitFor()
    return agentId
  }
  const first = await turnOn('First')
  await inspect(page, 'answers-unknown')
  const second = await turnOn('Second')
  for (const [agentId, checked] of [
    [first, 'false'],
    [second, 'true'],
  ]) {
    await page.goto(`/agents/${agentId}/voice`)
    await page.getByText('Advanced', { exact: true }).click()
    expect(await answers.getAttribute('aria-checked')).toBe(checked)
  }
  expect(troubles).toEqual([])
  await close()
})

test('a number’s calls reach the agent by the way that is chosen', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Apart', prompt: 'You answer.', greeting: 'Hello.' })
  await addNumber(page, '+12025550141')
  const way = page.getByLabel('How calls to +12025550141 reach the agent')
  expect(await way.inputValue()).toBe('stream')
  await way.selectOption({ label: 'OpenAI SIP' })
  await toast(page, 'Calls to +12025550141 reach the agent by another way now.').waitFor()
  await inspect(page, 'number-way')
  await page.reload()
  expect(await way.inputValue()).toBe('sip_dial')
  expect(troubles).toEqual([])
  await close()
})
