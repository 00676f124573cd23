/** The engines of an agent, as an operator sets them. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { createAgent } from './agentForm.ts'
import { axeViolations, settled, sticksOut } from './audit.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { toast } from './toast.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))

let dashboard: Dashboard
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('an agent gets another engine, other transcription and a greeting that is said to its end', async () => {
  const { page, troubles, close } = await dashboard.open('/agents')
  await createAgent(page, { name: 'Engines', prompt: 'You answer.', greeting: 'Hello.' })
  await page.getByRole('switch', { name: 'Callers can interrupt the greeting' }).click()
  await page.getByText('Advanced').click()
  await page.getByLabel('Language of callers').selectOption({ label: 'Any: the model finds out' })
  await page.getByLabel('If the engine fails').selectOption({ label: 'OpenAI Realtime' })
  const other = page.getByRole('group', { name: 'If the engine fails' })
  await other.getByLabel('Model').selectOption({ label: 'GPT Realtime 2.1 mini' })
  await other.getByLabel('Speed').fill('9')
  await other.getByText('Enter a number from 0.25 to 1.5.').waitFor()
  await other.getByLabel('Speed').fill('1.1')
  await settled(page)
  await page.screenshot({ path: `${SCREENSHOTS}/agent-engines.png`, fullPage: true })
  expect(await axeViolations(page)).toEqual([])
  await page.setViewportSize({ width: 380, height: 760 })
  await settled(page)
  expect(await sticksOut(page)).toEqual([])
  await page.screenshot({ path: `${SCREENSHOTS}/agent-engines-380.png`, fullPage: true })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()

  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'Echo' })
  await page.getByText('Says back what it hears.').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 3').waitFor()

  await page.getByRole('link', { name: 'Versions' }).click()
  const second = page.getByRole('listitem').filter({ hasText: 'Version 2' })
  await second.getByText('“Hello.”, to its end').waitFor()
  await second.getByText('GPT Transcribe; Any: the model finds out').waitFor()
  await second.getByText(/OpenAI Realtime\. Model: GPT Realtime 2\.1 mini.*Speed: 1\.1 ×/).waitFor()
  const third = page.getByRole('listitem').filter({ hasText: 'Version 3' })
  expect(await third.getByRole('term').allTextContents()).toEqual(['Engine'])
  await settled(page)
  await page.screenshot({ path: `${SCREENSHOTS}/agent-engines-versions.png`, fullPage: true })
  expect(troubles).toEqual([])
  await close()
})
