/** The page of a call whose caller is put through to a person. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Call } from '../../convex/model/call.ts'
import type { TransferRecord } from '../../convex/model/transfer.ts'
import { createAgent } from './agentForm.ts'
import { test } from './chromium.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { inspect } from './inspect.ts'
import { endedCall, eventOf, record, turnOf } from './records.ts'
import { toast } from './toast.ts'

const AT = Date.parse('2026-11-20T10:00:00Z')
const ENDED = 'CA00000000000000000000000000000e01'
const RUNNING = 'CA00000000000000000000000000000e02'
const OF_BROWSER = 'CA00000000000000000000000000000e03'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

const busy: TransferRecord = {
  attempt: 1,
  destination: 'Sales',
  to: 'sip:sales@example.com',
  mode: 'cold',
  askedBy: 'operator',
  askedAt: AT + 4000,
  ringingAt: null,
  answeredAt: null,
  acceptedAt: null,
  connectedAt: null,
  endedAt: AT + 6000,
  outcome: 'busy',
  legSec: null,
  price: null,
}
const connected: TransferRecord = {
  attempt: 2,
  destination: 'Front desk',
  to: '+12025550170',
  mode: 'warm',
  askedBy: 'agent',
  askedAt: AT + 9000,
  ringingAt: AT + 10_000,
  answeredAt: AT + 15_000,
  acceptedAt: AT + 27_000,
  connectedAt: AT + 28_000,
  endedAt: AT + 153_000,
  outcome: 'connected',
  legSec: 138,
  price: { amount: 0.0234, currency: 'USD' },
}

const events = (call: Call) => {
  const told = (seq: number, atMs: number, summary: string, detail: object) =>
    eventOf(call, seq, { atMs, summary, detail: JSON.stringify(detail) })
  const [sales, desk] = [
    { attempt: 1, destination: 'Sales' },
    { attempt: 2, destination: 'Front desk' },
  ]
  return [
    told(1, 4000, 'Calling Sales', { ...sales, step: 'asked' }),
    told(2, 6000, 'Sales was not reached: busy', {
      ...sales,
      step: 'ended',
      outcome: 'busy',
      reason: 'Twilio says 486.',
    }),
    told(3, 9000, 'Calling Front desk', { ...desk, step: 'asked' }),
    told(4, 28_000, 'The caller is with Front desk', { ...desk, step: 'connected' }),
  ]
}

test('after the call its page tells what became of each attempt', async () => {
  const call = endedCall(ENDED, AT, {
    endedAt: AT + 153_000,
    durationSec: 152.5,
    transfers: [busy, connected],
  })
  const turns = [0, 1, 2].map((number) => turnOf(call, number))
  await record(dashboard.harness, [{ call, turns, events: events(call) }])
  const { page, troubles, close } = await dashboard.open(`/calls/${ENDED}`)
  const attempts = page.getByRole('list', { name: 'Transfers' }).getByRole('listitem')
  await attempts.first().waitFor()
  const [first = '', second = ''] = await attempts.allTextContents()
  expect(first).toContain('SalesBusysip:sales@example.com, coldThe line was busy.')
  expect(first).toContain('Asked at0:04, by an operator')
  expect(second).toContain('Front deskPut through+1 202 555 0170')
  expect(second).toContain('Talked for2:05')
  expect(second).toContain('Person’s line2:18Price$0.0234')
  const lines = page.getByRole('listitem')
  await lines.filter({ hasText: 'Twilio says 486.' }).waitFor()
  await lines.filter({ hasText: 'The caller is with Front desk' }).waitFor()
  // What the line says in words is not shown as JSON as well.
  expect(await lines.filter({ hasText: 'Details' }).count()).toBe(0)
  await page.getByRole('row', { name: 'Line to Front desk 2:18 $0.0234' }).waitFor()
  await inspect(page, 'call-transfers')
  expect(troubles).toEqual([])
  await close()
})

/** A call that is stored as one that runs; its object is not there, so nothing but the data tells of it. */
function running(callSid: string, changes: Partial<Call>): Call {
  const call = endedCall(callSid, Date.now() - 60_000, changes)
  return { ...call, status: 'in_progress', endedAt: null, durationSec: null, endReason: null }
}

async function addPerson(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Tools', exact: true }).click()
  await page.getByRole('button', { name: 'Add person' }).click()
  await page.getByLabel('Name', { exact: true }).fill('desk')
  await page.getByLabel('Shown as (optional)').fill('Front desk')
  await page.getByLabel('Phone number', { exact: true }).fill('+12025550170')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await toast(page, 'Saved as version 2').waitFor()
}

test('a running call is transferred to a destination or a number, and shows how far it is', async () => {
  const { page, close } = await dashboard.open('/agents')
  const agentId = await createAgent(page, { name: 'Reception', prompt: 'You answer.' })
  await addPerson(page)
  const call = running(RUNNING, { agentId })
  await record(dashboard.harness, [{ call }])

  const asked: unknown[] = []
  let answer = { status: 409, json: { error: 'The caller is being put through already.' } }
  await page.route('**/api/calls/*/transfer', async (route) => {
    asked.push(route.request().postDataJSON())
    await route.fulfill(answer)
  })
  await page.goto(`/calls/${RUNNING}`)
  const transfer = page.getByRole('button', { name: 'Transfer' })
  await transfer.click()
  const dialog = page.getByRole('dialog', { name: 'Transfer this call' })
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  await dialog.getByText('The caller is being put through already.').waitFor()
  await inspect(page, 'call-transfer-dialog')
  await dialog.getByLabel('To').selectOption({ label: 'Another number' })
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  await dialog.getByText('Write the number in E.164 form').waitFor()
  await dialog.getByLabel('Phone number').fill('(202) 555-0171')
  await dialog.getByRole('button', { name: 'Use this number' }).click()
  answer = { status: 202, json: { error: '' } }
  await dialog.getByRole('button', { name: 'Transfer' }).click()
  await toast(page, '+1 202 555 0171 is called.').waitFor()
  expect(asked).toEqual([{ destination: 'desk' }, { phoneNumber: '+12025550171' }])

  const attempt = { ...connected, askedAt: Date.now(), endedAt: null, outcome: null }
  const none = { ringingAt: null, answeredAt: null, acceptedAt: null, connectedAt: null }
  const status = page.getByRole('status').filter({ hasText: 'Front desk' })
  const steps: [changes: Partial<TransferRecord>, words: string][] = [
    [none, 'Calling Front desk'],
    [{ ...none, ringingAt: Date.now() }, 'Ringing Front desk'],
    [{ acceptedAt: null, connectedAt: null, answeredAt: Date.now() }, 'Briefing Front desk'],
    [{ connectedAt: Date.now() }, 'With Front desk'],
  ]
  for (const [index, [changes, words]] of steps.entries()) {
    const transfers = [{ ...attempt, ...changes }]
    await record(dashboard.harness, [{ call: { ...call, transfers }, revision: index + 2 }])
    await status.filter({ hasText: words }).waitFor()
    expect(await transfer.isDisabled()).toBe(true)
  }
  await inspect(page, 'call-transfer-running')
  await page.getByRole('button', { name: 'End call' }).click()
  await page.getByText('The caller and Front desk are disconnected at once.').waitFor()
  await close()
})

test('a call in a browser is on no line that could be moved', async () => {
  await record(dashboard.harness, [{ call: running(OF_BROWSER, { carrier: 'browser' }) }])
  const { page, close } = await dashboard.open(`/calls/${OF_BROWSER}`)
  await page.getByRole('button', { name: 'End call' }).waitFor()
  expect(await page.getByRole('button', { name: 'Transfer' }).count()).toBe(0)
  await close()
})
