import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { hearOut } from '../worker/harness.ts'
import { callForm } from '../worker/streamByHand.ts'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { toast } from './toast.ts'

let stateDir: string
let dashboard: Dashboard
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'switchboard-'))
  dashboard = await startDashboard({ stateDir })
})
afterAll(async () => {
  await dashboard.close()
  await rm(stateDir, { recursive: true, force: true })
})

/** Chromium reports every connection that was tried in vain. */
const unexpected = (troubles: string[]) =>
  troubles.filter((text) => !/ERR_CONN|WebSocket/.test(text))

test('a restart in mid-view: the pages come back by themselves, with what was typed', async () => {
  const { harness } = dashboard
  const editing = await dashboard.open('/agents')
  const agentId = await createAgent(editing.page, { name: 'Lasting', prompt: 'You answer.' })
  const number = await harness.newNumber()
  const call = harness.placeCall(number)
  await hearOut(call)
  const watching = await dashboard.open(`/calls/${call.callSid}`)
  await watching.page.getByRole('button', { name: 'End call' }).waitFor()
  await editing.page.getByRole('link', { name: 'General' }).click()
  const prompt = editing.page.getByLabel('System prompt')
  await prompt.fill('You answer, and you are brief.')

  await harness.stopWorker()
  await editing.page.getByText('Connection lost, trying again').waitFor()
  await call.ended
  await harness.startWorker()
  await editing.page.getByText('Connection lost, trying again').waitFor({ state: 'detached' })
  expect(await prompt.inputValue()).toBe('You answer, and you are brief.')
  await editing.page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(editing.page, 'Saved as version 2').waitFor()

  const other = await dashboard.open(`/agents/${agentId}/general`)
  expect(await other.page.getByLabel('System prompt').inputValue()).toBe(
    'You answer, and you are brief.',
  )
  await other.page.getByLabel('Name', { exact: true }).fill('Lasting on')
  await other.page.getByRole('button', { name: 'Save', exact: true }).click()
  await editing.page.getByRole('heading', { level: 1, name: 'Lasting on' }).waitFor()

  // The line is waited for, until Twilio tells that nobody will come back.
  const status = { CallStatus: 'completed', CallDuration: '3' }
  await harness.post('/twilio/status', { ...callForm(number, call.callSid), ...status })
  await watching.page.getByText('restarted').first().waitFor()
  expect(await watching.page.getByRole('button', { name: 'End call' }).count()).toBe(0)
  const all = [editing, watching, other]
  expect(all.flatMap(({ troubles }) => unexpected(troubles))).toEqual([])
  await Promise.all(all.map(({ close }) => close()))
})

test('a page that is loaded anew shows the same, with its filters', async () => {
  const { page, troubles, close } = await dashboard.open('/calls?status=completed')
  const call = dashboard.harness.placeCall(await dashboard.harness.newNumber())
  await hearOut(call)
  call.hangUp()
  const row = page.getByRole('row', { name: /Caller hung up/ })
  await row.waitFor()
  await page.reload()
  await row.waitFor()
  expect(new URL(page.url()).search).toBe('?status=completed')
  await row.getByRole('link').click()
  await page.getByText('The caller hung up.').waitFor()
  await page.goBack()
  await row.waitFor()
  expect(troubles).toEqual([])
  await close()
})
